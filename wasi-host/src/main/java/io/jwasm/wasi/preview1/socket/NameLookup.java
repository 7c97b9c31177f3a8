package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.dns.AddressLiteral;
import io.jwasm.wasi.dns.DnsMessage;
import io.jwasm.wasi.dns.HostsFile;
import io.jwasm.wasi.dns.ResolverConfig;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fs.GuestPath;
import io.jwasm.wasi.preview1.call.HostState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks names up as a program in the container would: its `/etc/hosts`, its `/etc/resolv.conf`,
/// its network. The JVM's own look-up would use the host's. Every wait can be ended.
///
/// An answer that does not fit into a datagram is taken as far as it goes.
final class NameLookup {

    private static final int DNS_PORT = 53;
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final HostState state;

    NameLookup(HostState state) {
        this.state = state;
    }

    /// What a look-up found.
    ///
    /// @param errno why nothing, or [Errno#SUCCESS]
    /// @param addresses 4 or 16 bytes each
    record Found(Errno errno, List<byte[]> addresses) {

        static Found nothing(Errno why) {
            return new Found(why, List.of());
        }
    }

    /// Finds the addresses of a name.
    ///
    /// @param name a name or an address in digits
    /// @param family one of `SocketAddresses`, [SocketAddresses#UNSPECIFIED] for both
    Found find(String name, int family) {
        Optional<byte[]> literal = AddressLiteral.parse(name);
        if (literal.isPresent()) {
            return wanted(List.of(literal.get()), family, Errno.AIADDRFAMILY);
        }
        List<byte[]> local = HostsFile.parse(file("etc/hosts")).addresses(name);
        if (!local.isEmpty()) {
            return wanted(local, family, Errno.AINODATA);
        }
        return ask(name, family);
    }

    private static Found wanted(List<byte[]> addresses, int family, Errno otherwise) {
        List<byte[]> wanted =
                addresses.stream()
                        .filter(address ->
                                family == SocketAddresses.UNSPECIFIED
                                        || family == SocketAddresses.familyOf(address))
                        .toList();
        return wanted.isEmpty() ? Found.nothing(otherwise) : new Found(Errno.SUCCESS, wanted);
    }

    private Found ask(String name, int family) {
        ResolverConfig config = ResolverConfig.parse(file("etc/resolv.conf"));
        Errno worst = Errno.AINONAME;
        for (String candidate : config.candidates(name)) {
            List<byte[]> addresses = new ArrayList<>();
            for (int type : types(family)) {
                Optional<DnsMessage.Answer> answer = ask(config, candidate, type);
                if (answer.isEmpty()) {
                    worst = Errno.AIAGAIN;
                } else {
                    addresses.addAll(answer.get().addresses());
                }
            }
            if (!addresses.isEmpty()) {
                return new Found(Errno.SUCCESS, addresses);
            }
        }
        return Found.nothing(worst);
    }

    private static List<Integer> types(int family) {
        return switch (family) {
            case SocketAddresses.INET4 -> List.of(DnsMessage.TYPE_A);
            case SocketAddresses.INET6 -> List.of(DnsMessage.TYPE_AAAA);
            default -> List.of(DnsMessage.TYPE_A, DnsMessage.TYPE_AAAA);
        };
    }

    /// Asks one server after the other, until one knows.
    private Optional<DnsMessage.Answer> ask(ResolverConfig config, String name, int type) {
        Optional<byte[]> question = DnsMessage.question(randomId(), name, type);
        if (question.isEmpty()) {
            return Optional.of(new DnsMessage.Answer(DnsMessage.Answer.NO_SUCH_NAME, List.of()));
        }
        for (int attempt = 0; attempt < config.attempts(); attempt++) {
            for (byte[] server : config.servers()) {
                Optional<DnsMessage.Answer> answer =
                        ask(server, question.get(), type, config.timeout().toNanos());
                if (answer.isPresent() && isFinal(answer.get())) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFinal(DnsMessage.Answer answer) {
        return answer.code() == 0 || answer.code() == DnsMessage.Answer.NO_SUCH_NAME;
    }

    private int randomId() {
        long _ = state.io().buffer().getrandom(Short.BYTES);
        return Short.toUnsignedInt(state.io().buffer().memory().getShort(0));
    }

    /// A connected socket takes answers from the server alone.
    private Optional<DnsMessage.Answer> ask(
            byte[] server, byte[] question, int type, long timeoutNanos) {
        long socket = SocketCalls.open(server.length == AddressBuffer.INET6_BYTES, true);
        if (socket < 0) {
            return Optional.empty();
        }
        int fd = (int) socket;
        try {
            AddressBuffer address = state.address();
            address.set(server, DNS_PORT);
            if (address.connect(fd) < 0) {
                return Optional.empty();
            }
            state.io().buffer().memory().put(0, question, 0, question.length);
            if (SocketCalls.send(fd, state.io().buffer(), question.length) != question.length) {
                return Optional.empty();
            }
            return answer(fd, question, type, timeoutNanos);
        } finally {
            FileCalls.close(fd);
        }
    }

    private Optional<DnsMessage.Answer> answer(
            int fd, byte[] question, int type, long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        while (state.io().await(fd, Poll.POLLIN, Math.max(0, deadline - System.nanoTime())) > 0) {
            long length =
                    SocketCalls.receive(
                            fd, state.io().buffer(), state.io().buffer().sizeBytes(), 0);
            if (length < 0) {
                return Optional.empty(); // ECONNREFUSED: nobody serves names there
            }
            byte[] message = new byte[(int) length];
            state.io().buffer().memory().get(0, message, 0, message.length);
            Optional<DnsMessage.Answer> answer = DnsMessage.answer(message, question, type);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /// Reads a regular file of the container's root; nothing when there is none. The image is not
    /// trusted: a FIFO or a device there is no file, and opening it does something already.
    private byte[] file(String name) {
        Optional<DirectoryDescriptor> root = root();
        GuestPath path = new GuestPath(name.getBytes(StandardCharsets.UTF_8));
        if (root.isEmpty() || !isFile(root.get(), path)) {
            return new byte[0];
        }
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY;
        long opened = state.resolver().open(root.get(), path, flags, 0);
        if (opened < 0) {
            return new byte[0];
        }
        int fd = (int) opened;
        try {
            // Whoever shares the tree may have put something else there since.
            return isFile(fd) ? read(fd) : new byte[0];
        } finally {
            FileCalls.close(fd);
        }
    }

    private boolean isFile(DirectoryDescriptor root, GuestPath path) {
        long place = state.resolver().open(root, path, OpenFlags.O_PATH, 0);
        if (place < 0) {
            return false;
        }
        boolean isFile = isFile((int) place);
        FileCalls.close((int) place);
        return isFile;
    }

    private boolean isFile(int fd) {
        return state.paths().statx(fd) == 0 && state.paths().status().type() == FileStatus.S_IFREG;
    }

    private byte[] read(int fd) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long count = state.io().buffer().read(fd, MAX_FILE_BYTES);
        while (count > 0 && content.size() < MAX_FILE_BYTES) {
            byte[] part = new byte[(int) count];
            state.io().buffer().memory().get(0, part, 0, part.length);
            content.writeBytes(part);
            count = state.io().buffer().read(fd, MAX_FILE_BYTES);
        }
        return content.toByteArray();
    }

    private Optional<DirectoryDescriptor> root() {
        for (int fd = 0; fd < state.fds().size(); fd++) {
            if (state.fds().get(fd) instanceof DirectoryDescriptor directory
                    && directory.isPreopen()
                    && directory.root().guestPath().equals("/")) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }
}
