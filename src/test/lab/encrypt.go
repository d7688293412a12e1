// Ends TLS before a server of the same machine: encrypt ADDRESS BEHIND CERTIFICATE KEY.
// A boot measures what TLS costs itself, so that who is asked should cost next to nothing.
package main

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"os"
)

func main() {
	if len(os.Args) != 5 {
		log.Fatal("usage: encrypt ADDRESS BEHIND CERTIFICATE KEY")
	}
	pair, err := tls.LoadX509KeyPair(os.Args[3], os.Args[4])
	if err != nil {
		log.Fatal(err)
	}
	server, err := tls.Listen("tcp", os.Args[1], &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := server.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go relay(client, os.Args[2])
	}
}

func relay(client net.Conn, address string) {
	defer client.Close()
	behind, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer behind.Close()
	go io.Copy(behind, client)
	io.Copy(client, behind)
}
