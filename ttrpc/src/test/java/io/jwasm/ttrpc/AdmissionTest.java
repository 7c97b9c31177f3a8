package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.call;
import static io.jwasm.ttrpc.Calls.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.SameUser;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Who is served, and on which sockets.
class AdmissionTest {

    private static TtrpcServer.Builder admitting(Predicate<SocketChannel> admission) {
        return TtrpcServer.builder()
                .admission(admission)
                .service(service().unary("Echo", StringValue.parser(), (q, _) -> q).build());
    }

    @Test
    void theSameUserIsServedOnAUnixSocket() throws Exception {
        try (Endpoint endpoint = new Endpoint(admitting(new SameUser()));
                TtrpcClient client = endpoint.client()) {
            assertThat(call(client, "Echo", "me")).isEqualTo("me");
        }
    }

    @Test
    void aPeerThatIsNotAdmittedIsCutOff() throws Exception {
        try (Endpoint endpoint = new Endpoint(admitting(_ -> false));
                RawPeer peer = endpoint.rawPeer()) {
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    @Test
    void otherStreamSocketsAreServedButProveNoUser() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (TtrpcServer open = admitting(_ -> true).build();
                TtrpcServer strict = admitting(new SameUser()).build()) {
            try (TtrpcClient client = TtrpcClient.connect(listen(open, loopback))) {
                assertThat(call(client, "Echo", "tcp")).isEqualTo("tcp");
            }
            try (TtrpcClient client = TtrpcClient.connect(listen(strict, loopback))) {
                assertThatThrownBy(() -> call(client, "Echo", "tcp"))
                        .hasMessageStartingWith("UNAVAILABLE: ");
            }
        }
    }

    private static InetSocketAddress listen(TtrpcServer server, InetSocketAddress address)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(address);
        server.serve(listener);
        return (InetSocketAddress) listener.getLocalAddress();
    }

    @Test
    void aConnectedSocketIsServedWithoutListening() throws Exception {
        try (TtrpcServer server = admitting(_ -> true).build();
                ServerSocketChannel meeting =
                        ServerSocketChannel.open()
                                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                TtrpcClient client =
                        TtrpcClient.over(SocketChannel.open(meeting.getLocalAddress()))) {
            server.serve(meeting.accept());
            assertThat(call(client, "Echo", "pair")).isEqualTo("pair");
        }
    }

    @Test
    void aClosingServerServesNothingMore() throws Exception {
        try (Endpoint endpoint = new Endpoint(admitting(_ -> true))) {
            endpoint.server().close();
            assertThatThrownBy(endpoint::client).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> endpoint.server().serve(ServerSocketChannel.open()))
                    .hasMessage("server is closing");
        }
    }
}
