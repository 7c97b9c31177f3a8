package io.jwasm.ttrpc.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts a byte stream into frames, however the stream was split by the socket. Confined to one
/// thread.
public final class FrameDecoder {

    /// Memory for a frame grows with the bytes that came, not with the length that was announced.
    private static final int FIRST_CHUNK_BYTES = 64 << 10;

    private static final byte[] NOTHING = {};

    private final FrameListener listener;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    private byte[] data = NOTHING;
    private int length;
    private int filled;
    private long toDiscard;

    /// Makes a decoder at the start of a stream.
    ///
    /// @param listener takes the frames
    public FrameDecoder(FrameListener listener) {
        this.listener = listener;
    }

    /// Takes the next bytes of the stream and hands on each frame that they complete.
    ///
    /// @param input the bytes, all of which are consumed
    public void feed(ByteBuffer input) {
        do {
            if (header.hasRemaining() && !headerCompletedBy(input)) {
                return;
            }
        } while (dataCompletedBy(input));
    }

    private boolean headerCompletedBy(ByteBuffer input) {
        while (header.hasRemaining() && input.hasRemaining()) {
            header.put(input.get());
        }
        if (header.hasRemaining()) {
            return false;
        }
        long announced = header.getInt(0) & 0xffffffffL;
        filled = 0;
        if (announced > Frame.MAX_DATA_BYTES) {
            toDiscard = announced;
            listener.oversize(header.getInt(4), header.get(8) & 0xff, announced);
        } else {
            length = (int) announced;
            data = length == 0 ? NOTHING : new byte[Math.min(length, FIRST_CHUNK_BYTES)];
        }
        return true;
    }

    private boolean dataCompletedBy(ByteBuffer input) {
        if (toDiscard > 0) {
            int now = (int) Math.min(toDiscard, input.remaining());
            input.position(input.position() + now);
            toDiscard -= now;
            return toDiscard == 0 && nextHeader();
        }
        fill(input);
        if (filled < length) {
            return false;
        }
        byte[] complete = data;
        data = NOTHING;
        nextHeader();
        listener.frame(header.getInt(4), header.get(8) & 0xff, header.get(9) & 0xff, complete);
        return true;
    }

    private void fill(ByteBuffer input) {
        while (filled < length && input.hasRemaining()) {
            if (filled == data.length) {
                data = Arrays.copyOf(data, (int) Math.min(length, 2L * data.length));
            }
            int now = Math.min(data.length - filled, input.remaining());
            input.get(data, filled, now);
            filled += now;
        }
    }

    private boolean nextHeader() {
        header.clear();
        length = 0;
        return true;
    }
}
