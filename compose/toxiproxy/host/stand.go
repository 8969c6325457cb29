// Stands at ports whose server comes and goes.
//
// A proxy accepts a connection before it knows whether anybody serves behind it, and then can only close it. To most
// clients that is as good as a refusal. But a ZooKeeper follower knocks again when its leader refuses, which it
// does for some milliseconds after each election, and gives the leader up when it closes. So the host holds a
// connection to such a port until the server listens, for as long as ZooKeeper itself would go on knocking.
package main

import (
	"io"
	"log"
	"net"
	"time"
)

const (
	patience = time.Second
	pause    = 10 * time.Millisecond
)

// listen stands at a port of its own in front of the server's, given as PORT:SERVER_PORT.
func listen(port, serverPort string) {
	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		log.Fatal(err)
	}
	go stand(listener, "127.0.0.1:"+serverPort)
}

func stand(listener net.Listener, server string) {
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go relay(client.(*net.TCPConn), server)
	}
}

func relay(client *net.TCPConn, address string) {
	defer client.Close()
	server, err := dial(address)
	if err != nil {
		return
	}
	defer server.Close()
	go forward(server, client)
	forward(client, server)
}

func dial(address string) (*net.TCPConn, error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		server, err := net.Dial("tcp", address)
		if err == nil {
			return server.(*net.TCPConn), nil
		}
		if time.Now().After(deadline) {
			return nil, err
		}
	}
}

// forward copies one direction to its end. Neither ZooKeeper nor Kafka goes on in one direction alone.
func forward(to, from *net.TCPConn) {
	io.Copy(to, from)
	to.Close()
	from.Close()
}
