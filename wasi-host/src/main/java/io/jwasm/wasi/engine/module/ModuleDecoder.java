package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.wasi.binary.CodeFeatures;
import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.binary.CustomSections;
import io.jwasm.wasi.binary.ModuleHeader;
import io.jwasm.wasi.binary.ModuleScan;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.memory.Bytes;
import io.jwasm.wasi.split.HotLoops;
import io.jwasm.wasi.split.LargeFunctions;
import java.util.Optional;
import java.util.function.Supplier;

/// Decodes and validates a module's bytes; whatever the engine says becomes a [ModuleException].
public final class ModuleDecoder {

    /// Modules up to this size are decoded and validated as a whole; of larger ones the functions
    /// are when they are first called, because few of them ever are.
    private static final int EAGER_BYTES = 1 << 18;

    private ModuleDecoder() {}

    /// Decodes a module of which a guest is either interpreted or compiled.
    ///
    /// @param bytes the file
    /// @param digest its SHA-256 digest
    /// @param name what the module is called in messages
    /// @return the module
    /// @throws ModuleException when the file is no module that can be run here
    public static SharedModule decode(byte[] bytes, String digest, String name)
            throws ModuleException {
        return decode(bytes, digest, name, false);
    }

    /// Decodes a module.
    ///
    /// @param bytes the file
    /// @param digest its SHA-256 digest
    /// @param name what the module is called in messages
    /// @param changesOver whether guests begin with the interpreter and go on with compiled code
    /// @return the module
    /// @throws ModuleException when the file is no module that can be run here
    public static SharedModule decode(byte[] bytes, String digest, String name, boolean changesOver)
            throws ModuleException {
        ModuleScan scan = scan(bytes, name);
        try {
            ModuleIdentity identity = new ModuleIdentity(digest, bytes.length);
            return decode(bytes, identity, scan.features(), changesOver);
        } catch (OutOfMemoryError failure) {
            throw new ModuleException(
                    "\"%s\" (%s) needs more heap to load than the daemon has"
                            .formatted(name, Bytes.format(bytes.length)),
                    failure);
        } catch (StackOverflowError failure) {
            throw new ModuleException(
                    "\"%s\" nests its blocks too deep to be loaded".formatted(name), failure);
        } catch (InvalidException failure) {
            throw new ModuleException(
                    "\"%s\" is no valid module: %s".formatted(name, message(failure)), failure);
        } catch (RuntimeException | AssertionError failure) {
            // The decoder trips over some malformed bytes instead of naming them.
            throw malformed(name, failure);
        }
    }

    /// Decodes what was decoded and validated before, by this daemon or another.
    ///
    /// @param module a module without most of its functions' bodies
    /// @return the module
    public static WasmModule again(byte[] module) {
        return SectionCollector.read(module).build();
    }

    private static ModuleScan scan(byte[] bytes, String name) throws ModuleException {
        Optional<String> fault = ModuleHeader.fault(bytes);
        if (fault.isPresent()) {
            throw new ModuleException("\"%s\" %s".formatted(name, fault.get()), null);
        }
        ModuleScan scan = ModuleScan.of(bytes);
        // First, because a proposal's types and limits are faults to whoever does not know them.
        Proposals.checkSupported(scan.features(), name);
        if (scan.fault().isPresent()) {
            throw new ModuleException("\"%s\" %s".formatted(name, scan.fault().get()), null);
        }
        return scan;
    }

    private static SharedModule decode(
            byte[] file, ModuleIdentity identity, CodeFeatures features, boolean changesOver) {
        if (!CodeTraits.areApart(features)) {
            return wholly(file, file, identity, features);
        }
        byte[] bytes = LargeFunctions.split(file);
        if (bytes.length > EAGER_BYTES) {
            return lazily(bytes, identity, features);
        }
        if (!changesOver) {
            return wholly(bytes, bytes, identity, features);
        }
        HotLoops.Versions versions = HotLoops.split(bytes);
        return wholly(versions.interpreted(), versions.compiled(), identity, features);
    }

    private static SharedModule wholly(
            byte[] bytes, byte[] forCompiler, ModuleIdentity identity, CodeFeatures features) {
        WasmModule decoded = SectionCollector.read(bytes).build();
        return new SharedModule(
                identity,
                traits(features, decoded),
                names(bytes),
                SharedModule.Contents.whole(decoded, CodeLayout.of(forCompiler)));
    }

    private static SharedModule lazily(
            byte[] bytes, ModuleIdentity identity, CodeFeatures features) {
        CodeLayout layout = CodeLayout.of(bytes);
        SectionCollector sections = SectionCollector.read(layout.withBodies(_ -> false));
        WasmModule decoded = sections.build();
        FunctionBodies bodies = new FunctionBodies(layout, sections, decoded.codeSection());
        return new SharedModule(
                identity,
                traits(features, decoded),
                names(bytes),
                SharedModule.Contents.lazy(decoded, bodies));
    }

    private static Supplier<byte[]> names(byte[] bytes) {
        byte[] section = CustomSections.find(bytes, "name");
        return () -> section;
    }

    private static CodeTraits traits(CodeFeatures features, WasmModule decoded) {
        return CodeTraits.of(features, decoded.importSection().count(ExternalType.FUNCTION));
    }

    private static ModuleException malformed(String name, Throwable failure) {
        String message = message(failure);
        return Proposals.ofIllegalOpcode(message)
                .map(proposal -> Proposals.unsupported(name, proposal, failure))
                .orElseGet(() ->
                        new ModuleException(
                                "\"%s\" is a malformed module: %s".formatted(name, message),
                                failure));
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.strip();
    }
}
