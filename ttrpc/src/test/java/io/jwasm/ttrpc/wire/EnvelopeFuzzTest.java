package io.jwasm.ttrpc.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.proto.ttrpc.Request;
import io.jwasm.proto.ttrpc.Response;
import io.jwasm.ttrpc.TtrpcCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/// Envelopes read by hand are accepted and refused, and read, as by generated code.
@Tag("fuzz")
class EnvelopeFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void requestsAreReadAsByGeneratedCode(byte[] data) {
        Request generated = generatedRequest(data);
        try {
            RequestEnvelope read = RequestEnvelope.decode(data);
            if (generated == null) {
                throw new AssertionError("only generated code refuses the request");
            }
            check(read.service().equals(generated.getService()), "service");
            check(read.method().equals(generated.getMethod()), "method");
            check(read.payload().length() == generated.getPayload().size(), "payload");
            check(read.timeoutNanos() == generated.getTimeoutNano(), "timeout");
            check(read.metadata().size() == generated.getMetadataCount(), "metadata");
            for (int i = 0; i < read.metadata().size(); i++) {
                String key = generated.getMetadata(i).getKey().toLowerCase(Locale.ROOT);
                check(read.metadata().key(i).equals(key), "key");
                check(
                        read.metadata().value(i).equals(generated.getMetadata(i).getValue()),
                        "value");
            }
        } catch (InvalidProtocolBufferException e) {
            checkRefused(generated, e);
        }
    }

    private static @Nullable Request generatedRequest(byte[] data) {
        try {
            return Request.parseFrom(data);
        } catch (InvalidProtocolBufferException _) {
            // Refused: what the other decoder has to do as well.
            return null;
        }
    }

    @FuzzTest(maxDuration = "30s")
    void responsesAreReadAsByGeneratedCode(byte[] data) {
        Response generated = generatedResponse(data);
        try {
            ResponseEnvelope read = ResponseEnvelope.decode(data);
            if (generated == null) {
                throw new AssertionError("only generated code refuses the response");
            }
            check(read.status().code() == TtrpcCode.of(generated.getStatus().getCode()), "code");
            check(read.status().message().equals(generated.getStatus().getMessage()), "message");
            check(
                    read.status().details().equals(generated.getStatus().getDetailsList()),
                    "details");
            check(read.payload().length() == generated.getPayload().size(), "payload");
        } catch (InvalidProtocolBufferException e) {
            checkRefused(generated, e);
        }
    }

    private static @Nullable Response generatedResponse(byte[] data) {
        try {
            return Response.parseFrom(data);
        } catch (InvalidProtocolBufferException _) {
            // Refused: what the other decoder has to do as well.
            return null;
        }
    }

    /// In an unknown field, generated code takes ten bytes of a longer varint for a whole one; we
    /// refuse it.
    private static void checkRefused(
            @Nullable Object generated, InvalidProtocolBufferException reason) {
        boolean isLongVarint = String.valueOf(reason.getMessage()).contains("malformed varint");
        check(generated == null || isLongVarint, "only we refuse it: " + reason.getMessage());
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
