package io.jwasm.wasi.preview1;

import io.jwasm.linux.ByteText;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import java.util.List;

/// A list of strings that a guest asks for: `args_get` and `args_sizes_get`, `environ_get` and
/// `environ_sizes_get`.
final class StringFunctions implements Family {

    private final String prefix;
    private final byte[][] strings; // each with its NUL
    private final int totalBytes;

    StringFunctions(String prefix, List<String> texts) {
        this.prefix = prefix;
        this.strings = new byte[texts.size()][];
        int total = 0;
        for (int i = 0; i < strings.length; i++) {
            strings[i] = ByteText.encode(texts.get(i) + "\0");
            total = Math.addExact(total, strings[i].length);
        }
        this.totalBytes = total;
    }

    @Override
    public List<Offer> find(String name) {
        if (name.equals(prefix + "_get")) {
            return Family.offer("ii", this::get);
        }
        return name.equals(prefix + "_sizes_get") ? Family.offer("ii", this::sizes) : List.of();
    }

    private Errno get(GuestMemory memory, long[] args) {
        int pointers = (int) args[0];
        int bytes = (int) args[1];
        memory.check(pointers, Math.multiplyExact(strings.length, Integer.BYTES));
        memory.check(bytes, totalBytes);
        for (byte[] string : strings) {
            memory.putInt(pointers, bytes);
            memory.put(bytes, string, 0, string.length);
            pointers += Integer.BYTES;
            bytes += string.length;
        }
        return Errno.SUCCESS;
    }

    private Errno sizes(GuestMemory memory, long[] args) {
        memory.check((int) args[1], Integer.BYTES);
        memory.putInt((int) args[0], strings.length);
        memory.putInt((int) args[1], totalBytes);
        return Errno.SUCCESS;
    }
}
