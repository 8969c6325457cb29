// Takes memory, so that there is none left for others in the same container.
package main

import (
	"log"
	"os"
	"strconv"
	"time"
)

const (
	bite = 4 << 20
	// Whoever was to be killed for want of this memory is dead by then, and this process with it.
	holding = time.Minute
)

func eat(arguments []string) {
	bytes, err := strconv.Atoi(arguments[0])
	if err != nil {
		log.Fatal(err)
	}
	var eaten [][]byte
	for total := 0; total < bytes; total += bite {
		piece := make([]byte, bite)
		// Memory counts only once it has been written to.
		for page := 0; page < bite; page += os.Getpagesize() {
			piece[page] = 1
		}
		eaten = append(eaten, piece)
	}
	time.Sleep(holding)
	log.Printf("held %d bytes, and nobody was killed", len(eaten)*bite)
}
