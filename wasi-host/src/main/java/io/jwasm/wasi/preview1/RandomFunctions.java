package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// `random_get`, from the kernel.
final class RandomFunctions implements Family {

    private final HostState state;

    RandomFunctions(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return name.equals("random_get") ? Family.offer("ii", this::get) : List.of();
    }

    private Errno get(GuestMemory memory, long[] args) {
        int at = (int) args[0];
        memory.check(at, (int) args[1]);
        TransferBuffer buffer = state.io().buffer();
        long left = Integer.toUnsignedLong((int) args[1]);
        while (left > 0) {
            int part = (int) Math.min(left, buffer.sizeBytes());
            long result = buffer.getrandom(part);
            if (result < 0) {
                return Errno.ofResult(result);
            }
            memory.put(at, buffer.memory(), 0, (int) result);
            at += (int) result;
            left -= result;
            if (left > 0) {
                state.io().control().checkpoint();
            }
        }
        return Errno.SUCCESS;
    }
}
