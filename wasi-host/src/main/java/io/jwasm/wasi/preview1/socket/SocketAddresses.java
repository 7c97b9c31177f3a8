package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import java.util.Arrays;

/// Addresses as WasmEdge's extension lays them out: a pointer to bytes and their number, which says
/// what they are. 4 bytes are IPv4's, 16 IPv6's; 128, in its second version, are the family in two
/// bytes and then the address.
final class SocketAddresses {

    /// `address_family`.
    static final int UNSPECIFIED = 0;

    static final int INET4 = 1;
    static final int INET6 = 2;

    private static final int STORAGE_BYTES = 128;
    private static final int STORAGE_ADDRESS = 2;
    private static final int MAX_PORT = 0xffff;

    private SocketAddresses() {}

    /// Reads an address into the host's room for it.
    ///
    /// @return [Errno#INVAL] for a length or a port that is none, [Errno#AFNOSUPPORT] for a family
    ///   that is not offered
    static Errno load(GuestMemory memory, int at, int port, AddressBuffer target) {
        int buffer = memory.getInt(at);
        int length = memory.getInt(at + 4);
        if (port < 0 || port > MAX_PORT) {
            return Errno.INVAL;
        }
        int start = buffer;
        int family =
                switch (length) {
                    case AddressBuffer.INET4_BYTES -> INET4;
                    case AddressBuffer.INET6_BYTES -> INET6;
                    case STORAGE_BYTES -> {
                        start = buffer + STORAGE_ADDRESS;
                        yield memory.getShort(buffer);
                    }
                    default -> -1;
                };
        if (family == -1) {
            return Errno.INVAL;
        }
        if (family != INET4 && family != INET6) {
            return Errno.AFNOSUPPORT;
        }
        byte[] address = new byte[bytesOf(family)];
        memory.get(start, address, 0, address.length);
        target.set(address, port);
        return Errno.SUCCESS;
    }

    private static int bytesOf(int family) {
        return family == INET4 ? AddressBuffer.INET4_BYTES : AddressBuffer.INET6_BYTES;
    }

    /// Checks that there is room to store an address, before anything is done that finds one.
    static Errno checkRoom(GuestMemory memory, int at) {
        int length = memory.getInt(at + 4);
        if (length != AddressBuffer.INET4_BYTES
                && length != AddressBuffer.INET6_BYTES
                && length != STORAGE_BYTES) {
            return Errno.INVAL;
        }
        memory.check(memory.getInt(at), length);
        return Errno.SUCCESS;
    }

    /// Writes an address to where the guest wants it; [#checkRoom] was asked.
    ///
    /// @return [Errno#INVAL] when it does not fit
    static Errno store(GuestMemory memory, int at, byte[] address) {
        int buffer = memory.getInt(at);
        int length = memory.getInt(at + 4);
        if (length == STORAGE_BYTES) {
            memory.putShort(buffer, (short) familyOf(address));
            memory.put(buffer + STORAGE_ADDRESS, address, 0, address.length);
            return Errno.SUCCESS;
        }
        if (length < address.length) {
            return Errno.INVAL;
        }
        // An IPv4 address in the room of an IPv6 one: what is left is zero.
        byte[] padded = Arrays.copyOf(address, length);
        memory.put(buffer, padded, 0, length);
        return Errno.SUCCESS;
    }

    static int familyOf(byte[] address) {
        return address.length == AddressBuffer.INET4_BYTES ? INET4 : INET6;
    }
}
