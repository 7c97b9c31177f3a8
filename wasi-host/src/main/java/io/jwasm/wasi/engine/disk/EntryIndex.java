package io.jwasm.wasi.engine.disk;

import io.jwasm.wasi.engine.module.CodeTraits;
import io.jwasm.wasi.engine.module.ModuleIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What an entry holds, and where. Immutable.
///
/// @param identity which module it is of
/// @param traits what the module's code contains
/// @param interpreted the functions that were left to the interpreter
/// @param parts where each part lies, by name; classes go by their binary names
record EntryIndex(
        ModuleIdentity identity,
        CodeTraits traits,
        Set<Integer> interpreted,
        Map<String, Part> parts) {

    /// The content of the name section. No class is called like that.
    static final String NAMES = "/names";

    /// A range of the file.
    record Part(long offset, int length) {}

    EntryIndex {
        interpreted = Set.copyOf(interpreted);
        parts = Map.copyOf(parts);
    }

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(EngineVersion.KEY);
        out.writeUTF(identity.digest());
        out.writeInt(identity.sizeBytes());
        out.writeBoolean(traits.catchesExceptions());
        writeAll(out, traits.tailCallers());
        writeAll(out, interpreted);
        out.writeInt(parts.size());
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            out.writeUTF(part.getKey());
            out.writeLong(part.getValue().offset());
            out.writeInt(part.getValue().length());
        }
        return bytes.toByteArray();
    }

    static EntryIndex decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String key = in.readUTF();
        if (!key.equals(EngineVersion.KEY)) {
            throw new IOException("it was written by " + key);
        }
        ModuleIdentity identity = new ModuleIdentity(in.readUTF(), in.readInt());
        boolean catches = in.readBoolean();
        CodeTraits traits = new CodeTraits(readAll(in), catches);
        Set<Integer> interpreted = readAll(in);
        int count = in.readInt();
        Map<String, Part> parts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            parts.put(in.readUTF(), new Part(in.readLong(), in.readInt()));
        }
        return new EntryIndex(identity, traits, interpreted, parts);
    }

    private static void writeAll(DataOutputStream out, Set<Integer> numbers) throws IOException {
        out.writeInt(numbers.size());
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static Set<Integer> readAll(DataInputStream in) throws IOException {
        int count = in.readInt();
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            numbers.add(in.readInt());
        }
        return numbers;
    }
}
