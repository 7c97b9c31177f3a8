package io.jwasm.ttrpc.wire;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes whole frames, header, envelope and message, into one array of the right size.
public final class FrameEncoder {

    private FrameEncoder() {}

    /// What a request frame says beside its message.
    ///
    /// @param service full name of the protobuf service
    /// @param method name of the method
    /// @param timeoutNanos time for the call; 0 for no limit
    /// @param metadata pairs beside the request
    public record Call(String service, String method, long timeoutNanos, Metadata metadata) {}

    /// Encodes a request frame.
    ///
    /// @param streamId the new stream
    /// @param flags 0 for a unary call, else [Frame#REMOTE_OPEN] or [Frame#REMOTE_CLOSED]
    /// @param call what is called
    /// @param message the request message, or null for none
    /// @return the frame
    /// @throws TtrpcException RESOURCE_EXHAUSTED if it is larger than a frame may be
    public static ByteBuffer request(
            int streamId, int flags, Call call, @Nullable MessageLite message) {
        long size =
                stringSize(RequestEnvelope.SERVICE, call.service)
                        + stringSize(RequestEnvelope.METHOD, call.method)
                        + messageSize(RequestEnvelope.PAYLOAD, message)
                        + metadataSize(call.metadata);
        if (call.timeoutNanos != 0) {
            size +=
                    CodedOutputStream.computeInt64Size(
                            RequestEnvelope.TIMEOUT_NANO, call.timeoutNanos);
        }
        ByteBuffer frame = begin(size, streamId, Frame.REQUEST, flags);
        try {
            CodedOutputStream out = body(frame);
            writeString(out, RequestEnvelope.SERVICE, call.service);
            writeString(out, RequestEnvelope.METHOD, call.method);
            writeMessage(out, RequestEnvelope.PAYLOAD, message);
            if (call.timeoutNanos != 0) {
                out.writeInt64(RequestEnvelope.TIMEOUT_NANO, call.timeoutNanos);
            }
            writeMetadata(out, call.metadata);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame;
    }

    /// Encodes a response frame.
    ///
    /// @param streamId the stream that it ends
    /// @param status the outcome
    /// @param message the response message, or null for none
    /// @return the frame
    /// @throws TtrpcException RESOURCE_EXHAUSTED if it is larger than a frame may be
    public static ByteBuffer response(
            int streamId, TtrpcStatus status, @Nullable MessageLite message) {
        long statusSize = statusSize(status);
        long size = messageSize(ResponseEnvelope.PAYLOAD, message);
        if (statusSize > 0) {
            size += delimitedSize(ResponseEnvelope.STATUS, statusSize);
        }
        ByteBuffer frame = begin(size, streamId, Frame.RESPONSE, 0);
        try {
            CodedOutputStream out = body(frame);
            if (statusSize > 0) {
                writeStatus(out, status, (int) statusSize);
            }
            writeMessage(out, ResponseEnvelope.PAYLOAD, message);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame;
    }

    /// Encodes a data frame with a message.
    ///
    /// @param streamId the stream
    /// @param message the message
    /// @return the frame
    /// @throws TtrpcException RESOURCE_EXHAUSTED if it is larger than a frame may be
    public static ByteBuffer data(int streamId, MessageLite message) {
        ByteBuffer frame = begin(message.getSerializedSize(), streamId, Frame.DATA, 0);
        try {
            CodedOutputStream out = body(frame);
            message.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame;
    }

    /// Encodes the data frame that ends the sender's side of a stream.
    ///
    /// @param streamId the stream
    /// @return the frame
    public static ByteBuffer endOfData(int streamId) {
        return begin(0, streamId, Frame.DATA, Frame.REMOTE_CLOSED | Frame.NO_DATA);
    }

    private static ByteBuffer begin(long size, int streamId, int type, int flags) {
        if (size > Frame.MAX_DATA_BYTES) {
            throw new TtrpcException(
                    TtrpcCode.RESOURCE_EXHAUSTED,
                    "message of " + size + " bytes exceeds the maximum of " + Frame.MAX_DATA_BYTES);
        }
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_BYTES + (int) size);
        frame.putInt(0, (int) size).putInt(4, streamId);
        frame.put(8, (byte) type).put(9, (byte) flags);
        return frame;
    }

    private static CodedOutputStream body(ByteBuffer frame) {
        return CodedOutputStream.newInstance(
                frame.array(),
                frame.arrayOffset() + Frame.HEADER_BYTES,
                frame.capacity() - Frame.HEADER_BYTES);
    }

    // Like generated proto3 code, the writers leave out what is empty, and the sizes agree.

    private static long stringSize(int field, String text) {
        return text.isEmpty() ? 0 : CodedOutputStream.computeStringSize(field, text);
    }

    private static void writeString(CodedOutputStream out, int field, String text)
            throws IOException {
        if (!text.isEmpty()) {
            out.writeString(field, text);
        }
    }

    private static long delimitedSize(int field, long size) {
        return CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt64SizeNoTag(size)
                + size;
    }

    private static void writeLength(CodedOutputStream out, int field, int size) throws IOException {
        out.writeTag(field, Wire.LENGTH_DELIMITED);
        out.writeUInt32NoTag(size);
    }

    private static long messageSize(int field, @Nullable MessageLite message) {
        int size = message == null ? 0 : message.getSerializedSize();
        return size == 0 ? 0 : delimitedSize(field, size);
    }

    private static void writeMessage(
            CodedOutputStream out, int field, @Nullable MessageLite message) throws IOException {
        if (message != null && message.getSerializedSize() != 0) {
            writeLength(out, field, message.getSerializedSize());
            message.writeTo(out);
        }
    }

    private static long pairSize(Metadata metadata, int index) {
        return stringSize(1, metadata.key(index)) + stringSize(2, metadata.value(index));
    }

    private static long metadataSize(Metadata metadata) {
        long size = 0;
        for (int i = 0; i < metadata.size(); i++) {
            size += delimitedSize(RequestEnvelope.METADATA, pairSize(metadata, i));
        }
        return size;
    }

    private static void writeMetadata(CodedOutputStream out, Metadata metadata) throws IOException {
        for (int i = 0; i < metadata.size(); i++) {
            writeLength(out, RequestEnvelope.METADATA, (int) pairSize(metadata, i));
            writeString(out, 1, metadata.key(i));
            writeString(out, 2, metadata.value(i));
        }
    }

    private static long statusSize(TtrpcStatus status) {
        if (status.isOk() && status.message().isEmpty() && status.details().isEmpty()) {
            return 0;
        }
        long size = stringSize(ResponseEnvelope.STATUS_MESSAGE, status.message());
        if (!status.isOk()) {
            size +=
                    CodedOutputStream.computeInt32Size(
                            ResponseEnvelope.STATUS_CODE, status.code().number());
        }
        List<Any> details = status.details();
        for (int i = 0; i < details.size(); i++) {
            size +=
                    delimitedSize(
                            ResponseEnvelope.STATUS_DETAILS, details.get(i).getSerializedSize());
        }
        return size;
    }

    private static void writeStatus(CodedOutputStream out, TtrpcStatus status, int size)
            throws IOException {
        writeLength(out, ResponseEnvelope.STATUS, size);
        if (!status.isOk()) {
            out.writeInt32(ResponseEnvelope.STATUS_CODE, status.code().number());
        }
        writeString(out, ResponseEnvelope.STATUS_MESSAGE, status.message());
        List<Any> details = status.details();
        for (int i = 0; i < details.size(); i++) {
            out.writeMessage(ResponseEnvelope.STATUS_DETAILS, details.get(i));
        }
    }
}
