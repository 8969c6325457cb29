// Asks addresses what they answer, all at the same time, and prints how each of them fared.
package main

import (
	"encoding/hex"
	"errors"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// How an address fared. Times are milliseconds since the dialling began; null means that it did not happen.
type reading struct {
	Address string `json:"address"`
	// refused, unreachable, silent, closed, reset, bytes: what came first after the question.
	Answer    string   `json:"answer"`
	ConnectMs *float64 `json:"connectMs"`
	FirstMs   *float64 `json:"firstMs"`
	LastMs    *float64 `json:"lastMs"`
	ClosedMs  *float64 `json:"closedMs"`
	Reset     bool     `json:"reset"`
	Bytes     int      `json:"bytes"`
	Reads     int      `json:"reads"`
	// The begin of what was answered, as far as it is text.
	Text string `json:"text"`
}

const textLimit = 2048

func ask(arguments []string) {
	within, quiet := milliseconds(arguments[0]), milliseconds(arguments[1])
	readings := make([]reading, len(arguments)-2)
	var all sync.WaitGroup
	for index, argument := range arguments[2:] {
		address, hexBytes, _ := strings.Cut(argument, "=")
		question, err := hex.DecodeString(hexBytes)
		if err != nil {
			log.Fatal(err)
		}
		all.Add(1)
		go func(found *reading) {
			defer all.Done()
			*found = askOne(address, question, within, quiet)
		}(&readings[index])
	}
	all.Wait()
	printJSON(readings)
}

func milliseconds(text string) time.Duration {
	count, err := strconv.Atoi(text)
	if err != nil {
		log.Fatal(err)
	}
	return time.Duration(count) * time.Millisecond
}

// askOne listens until the connection is closed, until nothing has come for a while after something came, or until
// the time is over.
func askOne(address string, question []byte, within, quiet time.Duration) reading {
	began := time.Now()
	since := func() *float64 {
		milliseconds := float64(time.Since(began).Microseconds()) / 1000
		return &milliseconds
	}
	found := reading{Address: address, Answer: "silent"}
	connection, err := net.DialTimeout("tcp", address, within)
	if err != nil {
		found.Answer = "unreachable"
		if errors.Is(err, syscall.ECONNREFUSED) {
			found.Answer = "refused"
		}
		return found
	}
	defer connection.Close()
	found.ConnectMs = since()
	connection.SetDeadline(began.Add(within))
	_, err = connection.Write(question)
	var text []byte
	buffer := make([]byte, 64*1024)
	for err == nil {
		var count int
		count, err = connection.Read(buffer)
		if count == 0 {
			continue
		}
		if found.FirstMs == nil {
			found.FirstMs = since()
			found.Answer = "bytes"
		}
		found.LastMs = since()
		if silence := time.Now().Add(quiet); silence.Before(began.Add(within)) {
			connection.SetDeadline(silence)
		}
		found.Bytes += count
		found.Reads++
		if len(text) < textLimit {
			text = append(text, buffer[:count]...)
		}
	}
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		found.ClosedMs = since()
		found.Reset = !errors.Is(err, io.EOF)
		if found.FirstMs == nil {
			found.Answer = "closed"
			if found.Reset {
				found.Answer = "reset"
			}
		}
	}
	if len(text) > textLimit {
		text = text[:textLimit]
	}
	found.Text = strings.ToValidUTF8(string(text), "?")
	return found
}
