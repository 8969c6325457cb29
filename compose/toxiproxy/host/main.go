// The program of a node's host. It keeps the host's network alive, and is the harness's hand on that host: it asks
// over the node's links what the node itself would find there, and it fills, frees and clears the node's disk.
//
//	host [PORT:SERVER_PORT …]            keeps the host alive; stands at the ports
//	host ask WITHIN_MS QUIET_MS ADDRESS=BYTES …
//	                                     what addresses answer to bytes, which are given in hex
//	host fill DIRECTORY                  takes all of the space that is left
//	host free DIRECTORY                  gives it back
//	host space DIRECTORY                 how much is left
//	host clear DIRECTORY                 deletes all that is in it
//	host eat BYTES                       takes memory and holds it for a minute, in whichever container it runs
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	log.SetFlags(0)
	arguments := os.Args[1:]
	if len(arguments) > 0 {
		if command, known := commands[arguments[0]]; known {
			command(arguments[1:])
			return
		}
	}
	for _, ports := range arguments {
		port, serverPort, _ := strings.Cut(ports, ":")
		listen(port, serverPort)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
}

var commands = map[string]func(arguments []string){
	"ask":   ask,
	"fill":  fill,
	"free":  free,
	"space": tellSpace,
	"clear": clearAll,
	"eat":   eat,
}

func printJSON(value any) {
	if err := json.NewEncoder(os.Stdout).Encode(value); err != nil {
		log.Fatal(err)
	}
}
