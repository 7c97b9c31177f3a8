package io.jwasm.wasi.engine.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import io.jwasm.wasi.engine.module.CompiledCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/// A module's compiled classes, each defined when the guest first needs it. Thread-safe.
///
/// They are unloaded with this loader, when the last guest of the module is gone and the module
/// itself has been let go of.
public final class GuestClasses extends ClassLoader implements CompiledCode {

    private final ClassSource source;
    private final Set<Integer> interpreted;
    private final Constructor<? extends Machine> machine;

    /// Creates the loader, and defines the first of the classes.
    ///
    /// @param source gives the classes
    /// @param interpreted the functions that were left to the interpreter
    /// @throws LinkageError when the classes are not what they should be
    public GuestClasses(ClassSource source, Set<Integer> interpreted) {
        super("guest", GuestClasses.class.getClassLoader());
        this.source = source;
        this.interpreted = Set.copyOf(interpreted);
        try {
            this.machine =
                    findClass(ModuleCompiler.CLASS_NAME)
                            .asSubclass(Machine.class)
                            .getConstructor(Instance.class);
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError("no machine among the compiled classes", failure);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = source.read(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public Machine machine(Instance instance) {
        try {
            return machine.newInstance(instance);
        } catch (InvocationTargetException
                | InstantiationException
                | IllegalAccessException failure) {
            throw new LinkageError("the compiled machine cannot be made", failure);
        }
    }

    @Override
    public boolean isInterpreted(int function) {
        return interpreted.contains(function);
    }
}
