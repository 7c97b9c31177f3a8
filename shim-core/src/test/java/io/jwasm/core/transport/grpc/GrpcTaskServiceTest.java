package io.jwasm.core.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.core.transport.Peer;
import io.jwasm.core.transport.TaskCall;
import io.jwasm.core.transport.TaskServiceContract;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcTaskServiceTest extends TaskServiceContract {

    @Override
    protected Running serve(ServerSocketChannel listener, List<TaskCall<?, ?>> calls)
            throws IOException {
        return GrpcTaskServer.start(listener, calls, _ -> true)::close;
    }

    @Override
    protected Peer connect(UnixDomainSocketAddress address) {
        return GrpcPeer.connect(address);
    }

    @Test
    void whoIsNotAdmittedSeesTheEndOfTheConnection(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("closed"));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(address);
        GrpcTaskServer server = GrpcTaskServer.start(listener, List.of(), _ -> false);

        try (SocketChannel connection = SocketChannel.open(address)) {
            assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        } finally {
            server.close(Duration.ZERO);
        }
    }
}
