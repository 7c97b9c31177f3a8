package io.jwasm.core.transport.grpc;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.nio.AbstractNioMessageChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A unix-domain socket that was bound before Netty was loaded: containerd need not wait for that
/// to connect. Netty's own channel insists on binding. Confined to its event loop.
final class BoundServerChannel extends AbstractNioMessageChannel implements ServerChannel {

    /// As Netty's own server channels: at most so many connections are accepted at a stretch.
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final ChannelConfig config = new Config();
    private final Predicate<SocketChannel> admission;

    BoundServerChannel(ServerSocketChannel listener, Predicate<SocketChannel> admission) {
        super(null, listener, SelectionKey.OP_ACCEPT);
        this.admission = admission;
    }

    @Override
    protected ServerSocketChannel javaChannel() {
        return (ServerSocketChannel) super.javaChannel();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isActive() {
        return isOpen();
    }

    @Override
    protected void doBind(SocketAddress address) {
        // It is bound.
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
        SocketChannel connection = javaChannel().accept();
        if (connection == null) {
            return 0;
        }
        if (!admission.test(connection)) {
            connection.close();
            return 0;
        }
        accepted.add(new NioDomainSocketChannel(this, connection));
        return 1;
    }

    @Override
    protected void doClose() throws IOException {
        javaChannel().close();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        try {
            return javaChannel().getLocalAddress();
        } catch (IOException _) {
            return null; // It is closed.
        }
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) {
        throw new UnsupportedOperationException("a listening socket");
    }

    @Override
    protected void doFinishConnect() {
        throw new UnsupportedOperationException("a listening socket");
    }

    @Override
    protected void doDisconnect() {
        throw new UnsupportedOperationException("a listening socket");
    }

    @Override
    protected boolean doWriteMessage(Object message, ChannelOutboundBuffer buffer) {
        throw new UnsupportedOperationException("a listening socket");
    }

    private final class Config extends DefaultChannelConfig {

        Config() {
            super(BoundServerChannel.this, new ServerChannelRecvByteBufAllocator());
        }

        @Override
        protected void autoReadCleared() {
            clearReadPending();
        }
    }
}
