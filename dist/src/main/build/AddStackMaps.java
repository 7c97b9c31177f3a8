import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// `AddStackMaps JAR...`: gives classes that are older than Java 6 the format of Java 8, with the
/// stack maps that it asks for; all else stays as it is. The JARs are the class path too.
///
/// The JVM keeps no such class in an AOT cache, nor what refers to one, and verifies it by an
/// algorithm that is slower (JVMS, section 4.10.2).
final class AddStackMaps {

    private static final int LAST_WITHOUT = ClassFile.JAVA_5_VERSION;
    private static final int WANTED = ClassFile.JAVA_8_VERSION;

    private static final ClassFile MAPPING =
            ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(
                                            ClassLoader.getSystemClassLoader())
                                    .orElse(ClassHierarchyResolver.defaultResolver())));

    private AddStackMaps() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            Path old = Path.of(jar);
            Path changed = Path.of(jar + ".part");
            copy(old, changed);
            Files.move(changed, old, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(Path old, Path changed) throws IOException {
        try (ZipFile from = new ZipFile(old.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(copy);
                try (InputStream bytes = from.getInputStream(entry)) {
                    to.write(changed(entry.getName(), bytes.readAllBytes()));
                }
            }
        }
    }

    private static byte[] changed(String name, byte[] bytes) {
        if (!name.endsWith(".class")) {
            return bytes;
        }
        ClassModel old = MAPPING.parse(bytes);
        if (old.majorVersion() > LAST_WITHOUT) {
            return bytes;
        }
        // Only methods that are built anew, in a class of the new version, get maps.
        ClassTransform methods = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return MAPPING.build(
                old.thisClass().asSymbol(),
                builder -> {
                    builder.withVersion(WANTED, 0);
                    builder.transform(old, methods.andThen(AddStackMaps::withoutVersion));
                });
    }

    private static void withoutVersion(ClassBuilder builder, ClassElement element) {
        if (!(element instanceof ClassFileVersion)) {
            builder.with(element);
        }
    }
}
