package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.transport.EventLoop;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A listening socket on the event loop; run once, to register it.
final class Acceptor implements EventLoop.Ready, Runnable {

    /// Pause after a failed accept, which mostly means that no descriptors are left: the socket
    /// stays ready, and asking again at once would keep a processor busy.
    private static final long PAUSE_NANOS = 100_000_000L;

    private final TtrpcServer server;
    private final ServerSocketChannel listener;

    Acceptor(TtrpcServer server, ServerSocketChannel listener) {
        this.server = server;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            if (listener.isOpen()) {
                server.loop().register(listener, SelectionKey.OP_ACCEPT, this);
            }
        } catch (IOException e) {
            server.failures().failed("ttrpc: listening", e);
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (SocketChannel peer = listener.accept(); peer != null; peer = listener.accept()) {
                server.accept(peer);
            }
        } catch (IOException e) {
            if (listener.isOpen()) {
                server.failures().failed("ttrpc: accepting a connection", e);
                key.interestOps(0);
                var _ = server.timer().schedule(new Resume(this, key), PAUSE_NANOS);
            }
        }
    }

    private record Resume(Acceptor acceptor, SelectionKey key) implements Runnable {
        @Override
        public void run() {
            acceptor.server.loop().execute(new Listen(key));
        }
    }

    private record Listen(SelectionKey key) implements Runnable {
        @Override
        public void run() {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    @Override
    public void loopEnded() {
        close();
    }

    void close() {
        try {
            listener.close();
        } catch (IOException e) {
            server.failures().failed("ttrpc: closing a listening socket", e);
        }
    }
}
