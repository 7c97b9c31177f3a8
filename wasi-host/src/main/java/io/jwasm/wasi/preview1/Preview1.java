package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.FileDescriptor.Opened;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fs.FileOverlays;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.fs.GuestPlace;
import io.jwasm.wasi.fs.Preopen;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.GuestFault;
import io.jwasm.wasi.host.HostBudget;
import io.jwasm.wasi.host.HostFunction;
import io.jwasm.wasi.host.HostFunctions;
import io.jwasm.wasi.host.ValueType;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import io.jwasm.wasi.preview1.socket.SocketFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The WASI functions of one guest, with the descriptors, arguments and environment it was given.
///
/// Functions are made when they are asked for, so that a guest costs what it imports. Confined to
/// the guest's thread, from the first call on.
public final class Preview1 implements HostFunctions {

    private final HostState state;
    private final StringFunctions args;
    private final StringFunctions environ;
    private final List<PollFunction> polls = new ArrayList<>();

    private Preview1(GuestConfig config, GuestControl control, HostBudget budget) {
        state = new HostState(config, overlays(config.grants()), control, budget);
        args = new StringFunctions("args", config.args());
        environ = new StringFunctions("environ", config.env());
        addStdio(config.stdio());
        Optional<Grant.Directory> tree = rootOf(config.grants());
        config.grants().forEach(grant -> addDirectory(grant, tree));
        config.grants().forEach(this::addListener);
    }

    /// Makes the functions for a guest.
    ///
    /// @param config what the guest is given: descriptor 3 is the first directory, and so on
    /// @param control how functions that wait learn that they must not
    /// @param budget what the functions may keep in memory
    /// @return the functions, to be closed when the guest has ended
    /// @throws HostBudget.Refused when there is no memory for what they need at the least
    public static HostFunctions create(
            GuestConfig config, GuestControl control, HostBudget budget) {
        return new Preview1(config, control, budget);
    }

    private static FileOverlays overlays(List<Grant> grants) {
        Map<GuestPlace, FileOverlays.Overlay> files = new HashMap<>();
        for (Grant grant : grants) {
            if (grant instanceof Grant.File file) {
                // Of two at one place the later one lies on top.
                files.put(
                        GuestPlace.of(file.guestPath()),
                        new FileOverlays.Overlay(file.file().number(), file.isReadOnly()));
            }
        }
        return new FileOverlays(files);
    }

    private void addStdio(GuestStdio stdio) {
        addStream(stdio.stdin(), Rights.ALL & ~Rights.FD_WRITE);
        addStream(stdio.stdout(), Rights.ALL & ~Rights.FD_READ);
        addStream(stdio.stderr(), Rights.ALL & ~Rights.FD_READ);
    }

    private void addStream(HostFd stream, long rights) {
        FileType type = state.factory().typeOf(stream.number());
        if (type == FileType.DIRECTORY) {
            throw new IllegalArgumentException("standard stream " + stream + " is a directory");
        }
        Opened opened = new Opened(stream.number(), false, type, rights, 0, 0);
        int _ = state.fds().add(state.factory().of(opened));
    }

    private static Optional<Grant.Directory> rootOf(List<Grant> grants) {
        return grants.stream()
                .filter(Grant.Directory.class::isInstance)
                .map(Grant.Directory.class::cast)
                .filter(directory -> directory.guestPath().equals("/"))
                .findFirst();
    }

    /// What bounds the links of a directory: the tree that it lies in. Where the host has to see to
    /// it that nobody writes to that tree, a writable directory would be a way around.
    private static int boundOf(Grant.Directory directory, Optional<Grant.Directory> root) {
        return root.filter(_ -> directory.isInRoot())
                .filter(tree -> directory.isReadOnly() || !tree.isReadOnly())
                .orElse(directory)
                .directory()
                .number();
    }

    private void addDirectory(Grant grant, Optional<Grant.Directory> tree) {
        if (!(grant instanceof Grant.Directory directory)) {
            return;
        }
        int hostFd = directory.directory().number();
        int boundFd = boundOf(directory, tree);
        boolean isNoDev =
                state.io().buffer().isOnNoDevMount(hostFd)
                        && (boundFd == hostFd || state.io().buffer().isOnNoDevMount(boundFd));
        Preopen root =
                new Preopen(
                        directory.guestPath(), hostFd, directory.isReadOnly(), isNoDev, boundFd);
        int _ = state.fds().add(DirectoryDescriptor.preopen(root));
    }

    private void addListener(Grant grant) {
        if (grant instanceof Grant.Listener listener) {
            addStream(listener.socket(), Rights.ALL);
        }
    }

    @Override
    public Optional<HostFunction> find(
            String module, String name, List<ValueType> parameters, Optional<ValueType> result) {
        for (Abi abi : Abi.values()) {
            if (abi.moduleName.equals(module)) {
                return offers(abi, name).stream()
                        .map(offer -> bind(module, name, offer))
                        .filter(f -> f.parameters().equals(parameters) && f.result().equals(result))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> modules() {
        return Stream.of(Abi.values()).map(abi -> abi.moduleName).toList();
    }

    @Override
    public boolean offers(String module, String name) {
        for (Abi abi : Abi.values()) {
            if (abi.moduleName.equals(module)) {
                return !offers(abi, name).isEmpty();
            }
        }
        return false;
    }

    private List<Family.Offer> offers(Abi abi, String name) {
        PathArguments arguments = new PathArguments(state);
        String family = name.substring(0, Math.max(0, name.indexOf('_')));
        return switch (family) {
            case "args" -> args.find(name);
            case "environ" -> environ.find(name);
            case "clock" -> new ClockFunctions(state).find(name);
            case "random" -> new RandomFunctions(state).find(name);
            case "proc", "sched" -> new ProcFunctions(state).find(name);
            case "poll" -> poll(abi, name);
            case "sock" -> socket(abi).find(name);
            case "fd" ->
                    first(
                            new FdIoFunctions(state, abi).find(name),
                            new FdFunctions(state, abi).find(name),
                            new ReaddirFunction(state).find(name));
            case "path" ->
                    first(
                            new PathOpenFunction(state, arguments).find(name),
                            new PathFunctions(state, arguments, abi).find(name),
                            new NameFunctions(state, arguments).find(name));
            default -> List.of();
        };
    }

    private SocketFunctions socket(Abi abi) {
        boolean hasAccept =
                switch (abi) {
                    case PREVIEW1 -> true;
                    case UNSTABLE -> false;
                };
        return new SocketFunctions(state, hasAccept);
    }

    private List<Family.Offer> poll(Abi abi, String name) {
        PollFunction poll = new PollFunction(state, abi);
        polls.add(poll);
        return poll.find(name);
    }

    @SafeVarargs
    private static List<Family.Offer> first(List<Family.Offer>... found) {
        for (List<Family.Offer> offers : found) {
            if (!offers.isEmpty()) {
                return offers;
            }
        }
        return List.of();
    }

    private static HostFunction bind(String module, String name, Family.Offer offer) {
        List<ValueType> parameters =
                offer.parameters()
                        .chars()
                        .mapToObj(letter -> letter == 'I' ? ValueType.I64 : ValueType.I32)
                        .toList();
        Optional<ValueType> result =
                name.equals("proc_exit") ? Optional.empty() : Optional.of(ValueType.I32);
        Family.Call call = offer.call();
        return new HostFunction(
                module,
                name,
                parameters,
                result,
                (memory, arguments) -> {
                    try {
                        return call.call(memory, arguments).code();
                    } catch (GuestFault _) {
                        return Errno.FAULT.code();
                    }
                });
    }

    @Override
    public void close() {
        polls.forEach(PollFunction::close);
        state.close();
    }
}
