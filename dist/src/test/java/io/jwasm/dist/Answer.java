package io.jwasm.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.proto.task.v2.DeleteResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// What the launcher said.
///
/// @param status its exit status
/// @param output the bytes on standard output
/// @param error the text on standard error
record Answer(int status, ByteString output, String error) {

    /// Reads both streams to their ends, as containerd does: a daemon that holds one hangs the
    /// test.
    static Answer of(Process process) throws IOException, InterruptedException {
        CompletableFuture<byte[]> error =
                CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
        byte[] output = readAll(process.getInputStream());
        return new Answer(
                process.waitFor(),
                ByteString.copyFrom(output),
                new String(error.join(), StandardCharsets.UTF_8));
    }

    private static byte[] readAll(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String text() {
        return output.toStringUtf8();
    }

    Answer orThrow() {
        assertThat(error).isEmpty();
        assertThat(status).isZero();
        return this;
    }

    DeleteResponse deleted() throws InvalidProtocolBufferException {
        orThrow();
        return DeleteResponse.parseFrom(output);
    }
}
