package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `sock_getaddrinfo` of WasmEdge's socket extension. The guest hands over a list of `addrinfo`
/// records with room for addresses, which are filled in one after the other.
final class NameLookupFunction implements Family {

    // struct addrinfo of the extension, 28 bytes: flags u16, family u8, socktype u8, protocol u8,
    // then at 8 the address's length, its place, the canonical name and its length, the next
    // record.
    private static final int INFO_BYTES = 28;
    private static final int FAMILY = 2;
    private static final int TYPE = 3;
    private static final int PROTOCOL = 4;
    private static final int ADDRESS_LENGTH = 8;
    private static final int ADDRESS = 12;
    private static final int NEXT = 24;

    // struct sockaddr of the extension, 12 bytes: family u8, at 4 the data's length, its place.
    private static final int SOCKADDR_BYTES = 12;
    private static final int DATA_LENGTH = 4;
    private static final int DATA = 8;

    /// Behind the port, as in `struct sockaddr_in` and `sockaddr_in6`.
    private static final int INET4_DATA_BYTES = 14;

    private static final int INET4_ADDRESS = 2;
    private static final int INET6_DATA_BYTES = 26;
    private static final int INET6_ADDRESS = 6;

    // aiflags
    private static final int PASSIVE = 1;
    private static final int NUMERIC_HOST = 1 << 2;
    private static final int KNOWN_FLAGS = 0x7f;

    private static final int DATAGRAM = 1;
    private static final int STREAM = 2;
    private static final int TCP = 1;
    private static final int UDP = 2;

    private static final int MAX_NAME_BYTES = 1025; // NI_MAXHOST
    private static final int MAX_RESULTS = 64;
    private static final int MAX_PORT = 0xffff;

    /// The services that programs ask for by name; a container has no `/etc/services`, as a rule.
    private static final Map<String, Integer> SERVICES =
            Map.of("http", 80, "https", 443, "domain", 53, "ftp", 21, "ssh", 22, "smtp", 25);

    private final HostState state;

    NameLookupFunction(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return name.equals("sock_getaddrinfo") ? Family.offer("iiiiiiii", this::find) : List.of();
    }

    private Errno find(GuestMemory memory, long[] args) {
        int hint = (int) args[4];
        memory.check(hint, INFO_BYTES);
        memory.check((int) args[5], Integer.BYTES);
        memory.check((int) args[7], Integer.BYTES);
        if (state.network() == GuestNetwork.NONE) {
            return Errno.ACCES;
        }
        if (tooLong(args[1]) || tooLong(args[3])) {
            return Errno.AINONAME;
        }
        String node = text(memory, (int) args[0], (int) args[1]);
        String service = text(memory, (int) args[2], (int) args[3]);
        int most = (int) Math.min(Integer.toUnsignedLong((int) args[6]), MAX_RESULTS);
        if (node.isEmpty() && service.isEmpty()) {
            return Errno.AINONAME;
        }
        if (most == 0) {
            return Errno.AIMEMORY;
        }
        Errno refusal = check(memory, hint);
        int port = port(service);
        if (refusal != Errno.SUCCESS || port < 0) {
            return refusal != Errno.SUCCESS ? refusal : Errno.AISERVICE;
        }
        NameLookup.Found found = lookUp(node, memory, hint);
        if (found.errno() != Errno.SUCCESS) {
            return found.errno();
        }
        int count = Math.min(most, found.addresses().size());
        Errno stored = store(memory, hint, memory.getInt((int) args[5]), port, found, count);
        if (stored == Errno.SUCCESS) {
            memory.putInt((int) args[7], count);
        }
        return stored;
    }

    private static boolean tooLong(long length) {
        return Integer.toUnsignedLong((int) length) > MAX_NAME_BYTES;
    }

    /// Programs end their names with a NUL, or they do not.
    private static String text(GuestMemory memory, int at, int length) {
        byte[] bytes = new byte[length];
        memory.get(at, bytes, 0, length);
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static Errno check(GuestMemory memory, int hint) {
        if ((memory.getShort(hint) & ~KNOWN_FLAGS) != 0) {
            return Errno.AIBADFLAG;
        }
        int family = memory.getByte(hint + FAMILY);
        if (family < SocketAddresses.UNSPECIFIED || family > SocketAddresses.INET6) {
            return Errno.AIFAMILY;
        }
        int type = memory.getByte(hint + TYPE);
        return type < 0 || type > STREAM ? Errno.AISOCKTYPE : Errno.SUCCESS;
    }

    private static int port(String service) {
        if (service.isEmpty()) {
            return 0;
        }
        if (service.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(service);
            return port <= MAX_PORT ? port : -1;
        }
        return SERVICES.getOrDefault(service, -1);
    }

    private NameLookup.Found lookUp(String node, GuestMemory memory, int hint) {
        int flags = memory.getShort(hint);
        int family = memory.getByte(hint + FAMILY);
        NameLookup lookup = new NameLookup(state);
        if (node.isEmpty()) {
            boolean isInet6 = family == SocketAddresses.INET6;
            boolean isAny = (flags & PASSIVE) != 0;
            return lookup.find(
                    isInet6 ? (isAny ? "::" : "::1") : (isAny ? "0.0.0.0" : "127.0.0.1"), family);
        }
        boolean isName = io.jwasm.wasi.dns.AddressLiteral.parse(node).isEmpty();
        if ((flags & NUMERIC_HOST) != 0 && isName) {
            return NameLookup.Found.nothing(Errno.AINONAME);
        }
        return lookup.find(node, family);
    }

    private static Errno store(
            GuestMemory memory, int hint, int first, int port, NameLookup.Found found, int count) {
        int type = memory.getByte(hint + TYPE) == DATAGRAM ? DATAGRAM : STREAM;
        int info = first;
        for (int i = 0; i < count; i++) {
            byte[] address = found.addresses().get(i);
            memory.check(info, INFO_BYTES);
            int sockaddr = memory.getInt(info + ADDRESS);
            memory.check(sockaddr, SOCKADDR_BYTES);
            byte[] data = data(address, port);
            int room = memory.getInt(sockaddr + DATA_LENGTH);
            if (Integer.compareUnsigned(room, needed(address)) < 0) {
                return Errno.AIMEMORY;
            }
            int length = (int) Math.min(Integer.toUnsignedLong(room), data.length);
            memory.put(memory.getInt(sockaddr + DATA), data, 0, length);
            memory.putByte(sockaddr, (byte) SocketAddresses.familyOf(address));
            memory.putInt(sockaddr + DATA_LENGTH, length);
            memory.putByte(info + FAMILY, (byte) SocketAddresses.familyOf(address));
            memory.putByte(info + TYPE, (byte) type);
            memory.putByte(info + PROTOCOL, (byte) (type == DATAGRAM ? UDP : TCP));
            memory.putInt(info + ADDRESS_LENGTH, SOCKADDR_BYTES);
            info = memory.getInt(info + NEXT);
        }
        return Errno.SUCCESS;
    }

    private static int needed(byte[] address) {
        return address.length == AddressBuffer.INET4_BYTES
                ? INET4_ADDRESS + AddressBuffer.INET4_BYTES
                : INET6_ADDRESS + AddressBuffer.INET6_BYTES;
    }

    private static byte[] data(byte[] address, int port) {
        boolean isInet4 = address.length == AddressBuffer.INET4_BYTES;
        byte[] data = new byte[isInet4 ? INET4_DATA_BYTES : INET6_DATA_BYTES];
        data[0] = (byte) (port >>> 8);
        data[1] = (byte) port;
        System.arraycopy(address, 0, data, isInet4 ? INET4_ADDRESS : INET6_ADDRESS, address.length);
        return data;
    }
}
