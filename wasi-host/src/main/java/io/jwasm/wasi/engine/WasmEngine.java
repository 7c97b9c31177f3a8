package io.jwasm.wasi.engine;

import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;

/// Loads modules and makes guests of them. Thread-safe; one for the whole daemon, so that
/// containers of one image share what can be shared.
public interface WasmEngine extends AutoCloseable {

    /// Loads a module, or finds the one loaded before from the same bytes.
    ///
    /// @param file the module's file, opened for reading; stays the caller's
    /// @param name what the module is called in messages, such as its path in the image
    /// @return the module
    /// @throws ModuleException when the file is no module that this engine can run
    WasmModule load(HostFd file, String name) throws ModuleException;

    /// Binds a module to what its guest is given.
    ///
    /// @param module a module of this engine
    /// @param config what the guest is given
    /// @return the guest, not yet running
    /// @throws ModuleException when an import is unknown, the function is not exported, or the
    ///   module's initial memory is above the limit
    Guest prepare(WasmModule module, GuestConfig config) throws ModuleException;

    /// Loads and runs a tiny module of its own, so that the first real one finds the engine's
    /// classes loaded. Meant for a thread in the background; changes nothing else.
    void warmUp();

    /// Drops all modules and ends background work.
    @Override
    void close();
}
