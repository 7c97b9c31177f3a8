package io.jwasm.wasi.engine.compile;

import java.util.Map;

/// Has the JVM verify compiled classes, and forgets them: what is wrong with one must show while
/// there is still the interpreter to fall back to, not in the middle of a guest.
final class ClassCheck extends ClassLoader {

    private final Map<String, byte[]> classes;

    private ClassCheck(Map<String, byte[]> classes) {
        super("check", ClassCheck.class.getClassLoader());
        this.classes = classes;
    }

    static void run(Map<String, byte[]> classes) {
        ClassCheck loader = new ClassCheck(classes);
        for (String name : classes.keySet()) {
            try {
                Class<?> _ = Class.forName(name, true, loader);
            } catch (ClassNotFoundException failure) {
                throw new LinkageError(name, failure);
            }
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
