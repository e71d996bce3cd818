package fake_test

import (
	"fmt"
	"net/http"
	"time"

	"bricktop/model/workspace/fake"
)

func Example() {
	workspace := fake.New(fake.Options{Host: "https://dbc-7e3a91c4-2b6d.cloud.databricks.com"})
	workspace.AddUser("dev@example.com", "Dev Example")
	_, value := workspace.AddToken("dev@example.com", fake.Token{Expires: time.Now().Add(time.Hour)})
	if err := workspace.Start(); err != nil {
		fmt.Println(err)
		return
	}
	defer workspace.Close()
	workspace.Fail("/api/2.0/token/list", fake.Fault{Times: 1, Status: 503})

	client := &http.Client{Transport: workspace.Transport()}
	for range 2 {
		request, _ := http.NewRequest("GET", workspace.Host()+"/api/2.0/token/list", nil)
		request.Header.Set("Authorization", "Bearer "+value)
		response, err := client.Do(request)
		if err != nil {
			fmt.Println(err)
			return
		}
		response.Body.Close()
	}
	for _, r := range workspace.Requests() {
		fmt.Println(r.Method, r.Path, r.Principal, r.Status)
	}
	// Output:
	// GET /api/2.0/token/list  503
	// GET /api/2.0/token/list dev@example.com 200
}
