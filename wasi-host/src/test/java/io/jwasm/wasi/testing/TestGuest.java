package io.jwasm.wasi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestLimits;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.HostBudget;
import io.jwasm.wasi.host.HostFunction;
import io.jwasm.wasi.host.HostFunctions;
import io.jwasm.wasi.host.ValueType;
import io.jwasm.wasi.preview1.Preview1;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A guest without a module: it calls the functions that it imports directly, with whatever
/// arguments, as a hostile module would.
public final class TestGuest implements AutoCloseable {

    /// The first preopen.
    public static final int ROOT = 3;

    /// Where results go.
    public static final int RESULT = 16;

    /// Where paths go.
    public static final int PATH = 1024;

    /// Where second paths go.
    public static final int SECOND_PATH = 8192;

    /// Where vectors go.
    public static final int VECTORS = 16384;

    /// Where bytes go.
    public static final int BYTES = 32768;

    private static final int MEMORY_BYTES = 4 << 20;

    private final List<HostFd> owned = new ArrayList<>();
    private final Map<String, HostFunction> functions = new HashMap<>();
    private final StoppableControl control = new StoppableControl();
    private final HeapMemory memory = new HeapMemory(MEMORY_BYTES);
    private final HostFunctions imports;
    private String module = "wasi_snapshot_preview1";

    /// What a guest is made from.
    ///
    /// @param args its arguments
    /// @param env its environment
    /// @param grants what it may reach
    /// @param stdio its streams
    public record Setup(
            List<String> args, List<String> env, List<Grant> grants, GuestStdio stdio) {}

    /// Makes a guest.
    ///
    /// @param setup what it is given
    /// @throws ErrnoException when there is no eventfd
    public TestGuest(Setup setup) throws ErrnoException {
        this(setup, GuestLimits.ofMemory(Long.MAX_VALUE), new CountedBudget(Long.MAX_VALUE));
    }

    /// Makes a guest with limits.
    ///
    /// @param setup what it is given
    /// @param limits its limits
    /// @param budget what the host may keep for it
    /// @throws ErrnoException when there is no eventfd
    public TestGuest(Setup setup, GuestLimits limits, HostBudget budget) throws ErrnoException {
        this(setup, limits, budget, GuestNetwork.NAMESPACE);
    }

    private TestGuest(Setup setup, GuestLimits limits, HostBudget budget, GuestNetwork network)
            throws ErrnoException {
        imports =
                Preview1.create(
                        new GuestConfig(
                                "test",
                                setup.args(),
                                setup.env(),
                                setup.grants(),
                                setup.stdio(),
                                "_start",
                                network,
                                limits),
                        control,
                        budget);
    }

    /// Makes a guest with some directories, `/` first, and /dev/null for its streams.
    ///
    /// @param directories the directories
    /// @return the guest
    /// @throws ErrnoException when a directory cannot be opened
    public static TestGuest with(Path... directories) throws ErrnoException {
        List<Grant> grants = new ArrayList<>();
        List<HostFd> opened = new ArrayList<>();
        for (Path directory : directories) {
            HostFd fd = Descriptors.open(directory.toString(), OpenFlags.O_DIRECTORY, 0);
            opened.add(fd);
            String guestPath = grants.isEmpty() ? "/" : "/" + directory.getFileName();
            grants.add(new Grant.Directory(guestPath, fd, false));
        }
        TestGuest guest = with(grants);
        guest.owned.addAll(opened);
        return guest;
    }

    /// Makes a guest with some grants, and /dev/null for its streams.
    ///
    /// @param grants the grants
    /// @return the guest
    /// @throws ErrnoException when /dev/null cannot be opened
    public static TestGuest with(List<Grant> grants) throws ErrnoException {
        HostFd devNull = Descriptors.open("/dev/null", OpenFlags.O_RDWR, 0);
        GuestStdio stdio = new GuestStdio(devNull, devNull, devNull);
        TestGuest guest = new TestGuest(new Setup(List.of("test"), List.of(), grants, stdio));
        guest.owned.add(devNull);
        return guest;
    }

    /// Makes a guest that reaches no network.
    ///
    /// @return the guest
    /// @throws ErrnoException when /dev/null cannot be opened
    public static TestGuest withoutNetwork() throws ErrnoException {
        return withoutNetwork(List.of());
    }

    /// Makes a guest that reaches no network but what it is given.
    ///
    /// @param grants what it is given
    /// @return the guest
    /// @throws ErrnoException when /dev/null cannot be opened
    public static TestGuest withoutNetwork(List<Grant> grants) throws ErrnoException {
        HostFd devNull = Descriptors.open("/dev/null", OpenFlags.O_RDWR, 0);
        TestGuest guest =
                new TestGuest(
                        new Setup(
                                List.of("test"),
                                List.of(),
                                grants,
                                new GuestStdio(devNull, devNull, devNull)),
                        GuestLimits.ofMemory(Long.MAX_VALUE),
                        new CountedBudget(Long.MAX_VALUE),
                        GuestNetwork.NONE);
        guest.owned.add(devNull);
        return guest;
    }

    /// Imports from another module from now on.
    ///
    /// @param name `wasi_unstable`
    public void importFrom(String name) {
        module = name;
    }

    /// The guest's memory.
    ///
    /// @return the memory
    public HeapMemory memory() {
        return memory;
    }

    /// How the guest is stopped.
    ///
    /// @return the control
    public StoppableControl control() {
        return control;
    }

    /// The functions that it may import.
    ///
    /// @return the functions
    public HostFunctions imports() {
        return imports;
    }

    /// Calls a function; `long` arguments make an i64, `int` ones an i32.
    ///
    /// @param name the function
    /// @param args its arguments
    /// @return its answer
    public Errno call(String name, Number... args) {
        StringBuilder key = new StringBuilder(module).append('.').append(name);
        List<ValueType> parameters = new ArrayList<>();
        long[] values = new long[args.length];
        for (int i = 0; i < args.length; i++) {
            boolean isLong = args[i] instanceof Long;
            parameters.add(isLong ? ValueType.I64 : ValueType.I32);
            // The engine leaves nothing in the upper half that a function may rely on.
            values[i] = isLong ? args[i].longValue() : Integer.toUnsignedLong(args[i].intValue());
            key.append(isLong ? 'I' : 'i');
        }
        HostFunction function =
                functions.computeIfAbsent(key.toString(), _ -> resolve(name, parameters));
        return errno(function.body().call(memory, values));
    }

    private static Errno errno(long code) {
        return Arrays.stream(Errno.values())
                .filter(errno -> errno.code() == code)
                .findFirst()
                .orElseThrow();
    }

    private HostFunction resolve(String name, List<ValueType> parameters) {
        Optional<ValueType> result =
                name.equals("proc_exit") ? Optional.empty() : Optional.of(ValueType.I32);
        return imports.find(module, name, parameters, result)
                .orElseThrow(() -> new AssertionError("no " + name + parameters));
    }

    /// Puts bytes into the memory.
    ///
    /// @param address where to
    /// @param bytes the bytes
    /// @return how many
    public int put(int address, byte[] bytes) {
        memory.put(address, bytes, 0, bytes.length);
        return bytes.length;
    }

    /// Puts text into the memory.
    ///
    /// @param address where to
    /// @param text the text
    /// @return how many bytes it takes
    public int put(int address, String text) {
        return put(address, text.getBytes(UTF_8));
    }

    /// Reads text out of the memory.
    ///
    /// @param address where from
    /// @param length how many bytes
    /// @return the text
    public String text(int address, int length) {
        byte[] bytes = new byte[length];
        memory.get(address, bytes, 0, length);
        return new String(bytes, UTF_8);
    }

    /// The i32 that a function left at [#RESULT].
    ///
    /// @return the value
    public int result() {
        return memory.getInt(RESULT);
    }

    /// Calls a function of a directory and a path.
    ///
    /// @param name the function
    /// @param fd the directory
    /// @param path the path
    /// @return its answer
    public Errno onPath(String name, int fd, String path) {
        return call(name, fd, PATH, put(PATH, path));
    }

    /// Opens a path, following links, with every right that a file can have.
    ///
    /// @param fd the directory
    /// @param path the path
    /// @param oflags `creat` 1, `directory` 2, `excl` 4, `trunc` 8
    /// @return the answer; the descriptor is at [#RESULT]
    public Errno open(int fd, String path, int oflags) {
        return open(fd, path, oflags, READ_WRITE);
    }

    /// `fd_read`, `fd_seek`, `fd_tell`, `fd_write` and what else a C library asks for.
    public static final long READ_WRITE = 0x8e001ffL | (1L << 14);

    /// `fd_write`, `fd_allocate`, `fd_filestat_set_size`.
    private static final long WRITES = (1L << 6) | (1L << 8) | (1L << 22);

    /// The rights of [#READ_WRITE] that need no file opened for writing.
    public static final long READ = READ_WRITE & ~WRITES;

    /// Opens a path, following links.
    ///
    /// @param fd the directory
    /// @param path the path
    /// @param oflags `creat` 1, `directory` 2, `excl` 4, `trunc` 8
    /// @param rights the rights
    /// @return the answer; the descriptor is at [#RESULT]
    public Errno open(int fd, String path, int oflags, long rights) {
        int length = put(PATH, path);
        return call("path_open", fd, 1, PATH, length, oflags, rights, 0L, 0, RESULT);
    }

    /// Opens a directory with every right.
    ///
    /// @param fd the directory
    /// @param path the path
    /// @return the descriptor
    public int openDirectory(int fd, String path) {
        int length = put(PATH, path);
        long all = (1L << 30) - 1;
        Errno errno = call("path_open", fd, 1, PATH, length, 2, all & ~WRITES, all, 0, RESULT);
        if (errno != Errno.SUCCESS) {
            throw new AssertionError("cannot open " + path + ": " + errno);
        }
        return result();
    }

    /// Writes text.
    ///
    /// @param fd where to
    /// @param text the text
    /// @return the answer
    public Errno write(int fd, String text) {
        vector(0, BYTES, put(BYTES, text));
        return call("fd_write", fd, VECTORS, 1, RESULT);
    }

    /// Reads into [#BYTES].
    ///
    /// @param fd where from
    /// @param length the most to read
    /// @return the answer; the count is at [#RESULT]
    public Errno read(int fd, int length) {
        vector(0, BYTES, length);
        return call("fd_read", fd, VECTORS, 1, RESULT);
    }

    /// What the last read got.
    ///
    /// @return the text
    public String readText() {
        return text(BYTES, result());
    }

    /// Writes a vector.
    ///
    /// @param index which
    /// @param address its address
    /// @param length its length
    public void vector(int index, int address, int length) {
        memory.putInt(VECTORS + 8 * index, address);
        memory.putInt(VECTORS + 8 * index + 4, length);
    }

    @Override
    public void close() {
        imports.close();
        control.close();
        owned.forEach(HostFd::close);
    }
}
