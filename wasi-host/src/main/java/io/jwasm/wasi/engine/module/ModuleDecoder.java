package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.wasi.binary.ModuleHeader;
import io.jwasm.wasi.binary.ModuleScan;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.memory.Bytes;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;

/// Decodes and validates a module's bytes; whatever the engine says becomes a [ModuleException].
public final class ModuleDecoder {

    private ModuleDecoder() {}

    /// Decodes a module.
    ///
    /// @param bytes the file
    /// @param digest its SHA-256 digest
    /// @param name what the module is called in messages
    /// @return the module
    /// @throws ModuleException when the file is no module that can be run here
    public static SharedModule decode(byte[] bytes, String digest, String name)
            throws ModuleException {
        Optional<String> fault = ModuleHeader.fault(bytes).or(() -> ModuleScan.fault(bytes));
        if (fault.isPresent()) {
            throw new ModuleException("\"%s\" %s".formatted(name, fault.get()), null);
        }
        try {
            SectionCollector sections = new SectionCollector();
            Parser.builder()
                    .withCustomParsers(Map.of())
                    .build()
                    .parse(new ByteArrayInputStream(bytes), sections);
            WasmModule decoded = sections.build();
            CodeTraits traits = CodeTraits.of(decoded);
            Proposals.checkSupported(decoded, traits, name);
            return new SharedModule(digest, bytes.length, decoded, traits, sections.nameSection());
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
