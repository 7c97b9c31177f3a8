// The Go side of the interoperability test: a server and a client of containerd's own ttrpc library.
//
//	peer serve SOCKET   serves test.Echo until its standard input ends; prints "ready" when it listens
//	peer call SOCKET    makes calls of each kind to test.Echo; prints one line for each
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const service = "test.Echo"

func main() {
	run := map[string]func(string) error{"serve": serve, "call": call}[os.Args[1]]
	if err := run(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(socket string) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server, err := ttrpc.NewServer()
	if err != nil {
		return err
	}
	server.RegisterService(service, &ttrpc.ServiceDesc{
		Methods: map[string]ttrpc.Method{"Echo": echo, "Fail": fail, "Sleep": sleep, "Namespace": namespace},
		Streams: map[string]ttrpc.Stream{
			"Join":  {Handler: join, StreamingClient: true},
			"Split": {Handler: split, StreamingServer: true},
			"Chat":  {Handler: chat, StreamingClient: true, StreamingServer: true},
		},
	})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = server.Close()
	}()
	fmt.Println("ready")
	if err := server.Serve(context.Background(), listener); !errors.Is(err, ttrpc.ErrServerClosed) {
		return err
	}
	return nil
}

func echo(_ context.Context, unmarshal func(any) error) (any, error) {
	var text wrapperspb.StringValue
	return &text, unmarshal(&text)
}

func fail(context.Context, func(any) error) (any, error) {
	return nil, status.Error(codes.FailedPrecondition, "go says no")
}

func sleep(ctx context.Context, _ func(any) error) (any, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func namespace(ctx context.Context, _ func(any) error) (any, error) {
	value, _ := ttrpc.GetMetadataValue(ctx, "containerd-namespace-ttrpc")
	return wrapperspb.String(value), nil
}

func join(_ context.Context, stream ttrpc.StreamServer) (any, error) {
	var all []string
	for {
		var text wrapperspb.StringValue
		err := stream.RecvMsg(&text)
		if errors.Is(err, io.EOF) {
			return wrapperspb.String(strings.Join(all, ",")), nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, text.Value)
	}
}

func split(_ context.Context, stream ttrpc.StreamServer) (any, error) {
	var text wrapperspb.StringValue
	if err := stream.RecvMsg(&text); err != nil {
		return nil, err
	}
	for _, part := range strings.Split(text.Value, " ") {
		if part == "fail" {
			return nil, status.Error(codes.OutOfRange, "go met fail")
		}
		if err := stream.SendMsg(wrapperspb.String(part)); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func chat(_ context.Context, stream ttrpc.StreamServer) (any, error) {
	for {
		var text wrapperspb.StringValue
		err := stream.RecvMsg(&text)
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if err := stream.SendMsg(wrapperspb.String("re: " + text.Value)); err != nil {
			return nil, err
		}
	}
}

func call(socket string) error {
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	client := ttrpc.NewClient(connection)
	defer client.Close()
	ctx := context.Background()
	unary := func(ctx context.Context, service, method, text string) {
		var answer wrapperspb.StringValue
		err := client.Call(ctx, service, method, wrapperspb.String(text), &answer)
		fmt.Printf("%s: %q %v\n", method, answer.Value, err)
	}
	unary(ctx, service, "Echo", "from go")
	unary(ctx, service, "Fail", "")
	unary(ctx, service, "Nope", "")
	unary(ctx, "no.Such", "Echo", "")
	unary(ttrpc.WithMetadata(ctx, ttrpc.MD{"containerd-namespace-ttrpc": {"moby"}}), service, "Namespace", "")
	brief, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	unary(brief, service, "Sleep", "")
	large(ctx, client)
	streams(ctx, client)
	unary(ctx, service, "Echo", "still there")
	return nil
}

func large(ctx context.Context, client *ttrpc.Client) {
	var answer wrapperspb.StringValue
	err := client.Call(ctx, service, "Echo", wrapperspb.String(strings.Repeat("x", 4<<20-100)), &answer)
	fmt.Printf("large: %d %v\n", len(answer.Value), err)
	err = client.Call(ctx, service, "Blow", &emptypb.Empty{}, &answer)
	fmt.Printf("blow: %v\n", status.Code(err))
}

func streams(ctx context.Context, client *ttrpc.Client) {
	stream, err := client.NewStream(ctx, &ttrpc.StreamDesc{StreamingClient: true}, service, "Join", nil)
	for _, text := range []string{"a", "", "c"} {
		err = errors.Join(err, stream.SendMsg(wrapperspb.String(text)))
	}
	err = errors.Join(err, stream.CloseSend())
	var answer wrapperspb.StringValue
	fmt.Printf("Join: %v %q\n", errors.Join(err, stream.RecvMsg(&answer)), answer.Value)

	receive := func(stream ttrpc.ClientStream) {
		for {
			var part wrapperspb.StringValue
			if err := stream.RecvMsg(&part); err != nil {
				fmt.Printf("end: %v\n", err)
				return
			}
			fmt.Printf("part: %q\n", part.Value)
		}
	}
	stream, _ = client.NewStream(ctx, &ttrpc.StreamDesc{StreamingServer: true}, service, "Split", wrapperspb.String("x  z"))
	receive(stream)
	stream, _ = client.NewStream(ctx, &ttrpc.StreamDesc{StreamingServer: true}, service, "Split", wrapperspb.String("x fail"))
	receive(stream)
	stream, _ = client.NewStream(ctx, &ttrpc.StreamDesc{StreamingClient: true, StreamingServer: true}, service, "Chat", nil)
	for i := 0; i < 3; i++ {
		_ = stream.SendMsg(wrapperspb.String(fmt.Sprint(i)))
		var reply wrapperspb.StringValue
		fmt.Printf("Chat: %v %q\n", stream.RecvMsg(&reply), reply.Value)
	}
	_ = stream.CloseSend()
	receive(stream)
}
