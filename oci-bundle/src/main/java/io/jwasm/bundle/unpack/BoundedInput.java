package io.jwasm.bundle.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read and fails beyond a limit, so that a small file cannot unpack without end.
public final class BoundedInput extends FilterInputStream {

    private final String subject;
    private final long limitBytes;
    private long count;

    /// Creates the stream.
    ///
    /// @param in what to read; closed with this
    /// @param subject what is read, for the complaint
    /// @param limitBytes the most bytes to hand out
    public BoundedInput(InputStream in, String subject, long limitBytes) {
        super(in);
        this.subject = subject;
        this.limitBytes = limitBytes;
    }

    /// How many bytes have been read.
    ///
    /// @return 0 to the limit
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        add(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        add(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        add(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void add(long read) throws LimitException {
        count += read;
        if (count > limitBytes) {
            throw new LimitException(
                    "%s unpacks to more than the %d bytes that it may have"
                            .formatted(subject, limitBytes));
        }
    }
}
