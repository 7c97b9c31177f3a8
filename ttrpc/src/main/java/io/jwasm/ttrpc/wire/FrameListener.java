package io.jwasm.ttrpc.wire;

/// Takes what a [FrameDecoder] finds.
public interface FrameListener {

    /// Takes a whole frame, of any type.
    ///
    /// @param streamId the stream, unsigned
    /// @param type the type, 0 to 255
    /// @param flags the flags, 0 to 255
    /// @param data the data, owned by the receiver from now on
    void frame(int streamId, int type, int flags, byte[] data);

    /// Takes the header of a frame whose data is too large and will be discarded.
    ///
    /// @param streamId the stream, unsigned
    /// @param type the type, 0 to 255
    /// @param length the length in bytes
    void oversize(int streamId, int type, long length);
}
