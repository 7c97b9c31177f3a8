package io.jwasm.wasi.binary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/// What a module's bytes use, as far as they could be read. Filled by [ModuleScan]; does not change
/// after that.
public final class CodeFeatures {

    private final Set<Feature> used = EnumSet.noneOf(Feature.class);
    private final Set<Integer> tailCallers = new HashSet<>();
    private boolean catches;
    private boolean hasSharedMemory;
    private boolean isAllKnown = true;

    CodeFeatures() {}

    void add(Feature feature) {
        used.add(feature);
    }

    void tailCall(int function) {
        used.add(Feature.TAIL_CALLS);
        tailCallers.add(function);
    }

    void tryTable() {
        used.add(Feature.EXCEPTIONS);
        catches = true;
    }

    void sharedMemory() {
        used.add(Feature.THREADS);
        hasSharedMemory = true;
    }

    void unknownInstruction() {
        isAllKnown = false;
    }

    /// What is used.
    ///
    /// @return the features
    public Set<Feature> used() {
        return Collections.unmodifiableSet(used);
    }

    /// The functions that make tail calls, counted from the first that the module defines.
    ///
    /// @return their numbers
    public Set<Integer> tailCallers() {
        return Collections.unmodifiableSet(tailCallers);
    }

    /// Tells whether there is a `try_table`.
    ///
    /// @return whether there is one
    public boolean catchesExceptions() {
        return catches;
    }

    /// Tells whether there is a memory that threads could share. Atomic instructions alone do not
    /// need one.
    ///
    /// @return whether there is one
    public boolean hasSharedMemory() {
        return hasSharedMemory;
    }

    /// Tells whether each instruction was known here; if not, the decoder is to be asked.
    ///
    /// @return whether it was
    public boolean isAllKnown() {
        return isAllKnown;
    }
}
