package io.jwasm.ttrpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.jwasm.proto.ttrpc.Request;
import io.jwasm.proto.ttrpc.Response;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A peer without any of the library's code: bytes on a blocking socket, generated envelopes.
final class RawPeer implements AutoCloseable {

    /// A frame that was read.
    ///
    /// @param streamId its stream
    /// @param type its type
    /// @param flags its flags
    /// @param data its data
    record Received(int streamId, int type, int flags, ByteString data) {

        Response response() throws IOException {
            return Response.parseFrom(data);
        }

        int code() throws IOException {
            return response().getStatus().getCode();
        }
    }

    private final SocketChannel channel;

    RawPeer(SocketChannel channel) {
        this.channel = channel;
    }

    static Request request(String service, String method, MessageLite message) {
        return Request.newBuilder()
                .setService(service)
                .setMethod(method)
                .setPayload(message.toByteString())
                .build();
    }

    void sendRequest(int streamId, Request request) throws IOException {
        send(streamId, 1, 0, request.toByteArray());
    }

    void send(int streamId, int type, int flags, byte[] data) throws IOException {
        sendHeader(data.length, streamId, type, flags);
        sendBytes(data);
    }

    void sendHeader(long length, int streamId, int type, int flags) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(10);
        header.putInt((int) length).putInt(streamId).put((byte) type).put((byte) flags).flip();
        channel.write(header);
    }

    void sendBytes(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    Received read() throws IOException {
        ByteBuffer header = readFully(10);
        int length = header.getInt();
        int streamId = header.getInt();
        int type = header.get() & 0xff;
        int flags = header.get() & 0xff;
        return new Received(streamId, type, flags, ByteString.copyFrom(readFully(length)));
    }

    /// Whether the peer has closed: true at the end of the stream, false if there is a byte.
    boolean isAtEnd() throws IOException {
        return channel.read(ByteBuffer.allocate(1)) < 0;
    }

    private ByteBuffer readFully(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
