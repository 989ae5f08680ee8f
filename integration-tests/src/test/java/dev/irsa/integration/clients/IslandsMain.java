package dev.irsa.integration.clients;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.ObjectName;

/**
 * A server of applications, each in a class loader of its own with its own copy of an SDK. The
 * arguments are class paths, and before each of them the SDK's generation. Prints a line for each
 * application with the access key of its default chain, then the histogram of the heap.
 */
final class IslandsMain {

  private IslandsMain() {}

  public static void main(String[] arguments) throws Exception {
    List<Callable<Object>> applications = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String sdk = arguments[i];
      ClassLoader own = loader(arguments[i + 1]);
      applications.add(
          () ->
              own.loadClass(Island.class.getName())
                  .getMethod("key", String.class)
                  .invoke(null, sdk));
    }
    ExecutorService threads = Executors.newFixedThreadPool(applications.size());
    for (Future<Object> key : threads.invokeAll(applications)) {
      System.out.println("key " + key.get());
    }
    System.out.println(histogram());
    System.exit(0);
  }

  /** Shares the JDK's classes only with the others. */
  private static ClassLoader loader(String classPath) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Object histogram() throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "gcClassHistogram",
            new Object[] {null},
            new String[] {String[].class.getName()});
  }

  /** An application. */
  public static final class Island {
    private Island() {}

    public static String key(String sdk) {
      return ProbedProvider.of(Generation.valueOf(sdk), "chain").accessKeyId();
    }
  }
}
