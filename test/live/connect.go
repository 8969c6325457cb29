// Tries a connection to each ADDRESS and says on a line of its own how it fared: refused (or impossible), accepted
// and at once closed, or open.
//
//	connect ADDRESS …
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

func main() {
	fates := make([]string, len(os.Args)-1)
	var all sync.WaitGroup
	for i, address := range os.Args[1:] {
		all.Add(1)
		go func(i int, address string) {
			defer all.Done()
			fates[i] = try(address)
		}(i, address)
	}
	all.Wait()
	for _, fate := range fates {
		fmt.Println(fate)
	}
}

func try(address string) string {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return "refused"
	}
	defer connection.Close()
	connection.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
	_, err = connection.Read(make([]byte, 1))
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return "open"
	}
	return "closed"
}
