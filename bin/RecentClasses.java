import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/// Writes a jar's classes that are older than Java 6 as classes of Java 17: the same code, with the
/// stack maps that newer verifiers read. Java 25 takes no older classes into an AOT cache, and
/// infers their types anew at each start.
///
/// Run by the launcher: `java RecentClasses.java picocli.jar …`.
final class RecentClasses {
  private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  private RecentClasses() {}

  public static void main(String[] arguments) throws IOException {
    for (String jar : arguments) {
      rewrite(Path.of(jar));
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Path recent = Path.of(jar + ".new");
    try (var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var in = new JarInputStream(Files.newInputStream(jar));
        var out = new JarOutputStream(Files.newOutputStream(recent), in.getManifest())) {
      ClassHierarchyResolver types =
          ClassHierarchyResolver.ofResourceParsing(classes)
              .orElse(ClassHierarchyResolver.defaultResolver());
      ClassFile files =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(types));
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        byte[] bytes = in.readAllBytes();
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(entry.getName().endsWith(".class") ? recent(files, bytes) : bytes);
      }
    }
    Files.move(recent, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] recent(ClassFile files, byte[] bytes) {
    ClassModel model = files.parse(bytes);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // code that is copied as a whole keeps its bytes, and so would have no stack maps
    return files.transformClass(
        model,
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
            .andThen(version));
  }
}
