package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deploys the library with an application in a class loader of its own, as servers do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RedeployTest {

  @TempDir Path folder;

  @Test
  void afterTheLastCloseNeitherAThreadNorAClassLoaderRemains() throws Exception {
    try (ScriptedServer sts =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              connection.answer(
                  200, StsResponses.anHour().replace("AssumeRoleWithWebIdentity", "AssumeRole"));
            })) {
      List<WeakReference<ClassLoader>> undeployed = new ArrayList<>();
      for (int deployment = 0; deployment < 2; deployment++) {
        undeployed.add(deployed(sts.uri()));
      }

      for (WeakReference<ClassLoader> each : undeployed) {
        while (each.get() != null) {
          System.gc();
        }
      }
    }
  }

  /** A server that closes the class loader first: what was never loaded cannot be loaded then. */
  @Test
  void aSessionRestsAlthoughTheClassLoaderIsClosed() throws Exception {
    URLClassLoader own = loader();
    Class<?> application = own.loadClass(Application.class.getName());
    Object handle =
        application.getMethod("open", String.class).invoke(null, TestPod.token(folder).toString());
    own.close();

    ((AutoCloseable) handle).close();

    assertEquals(List.of(), threadsThatGoOn(own));
  }

  /** Runs the application until it has closed all. */
  private WeakReference<ClassLoader> deployed(URI sts) throws Exception {
    try (URLClassLoader own = loader()) {
      own.loadClass(Application.class.getName())
          .getMethod("run", String.class, String.class)
          .invoke(null, TestPod.token(folder).toString(), sts.toString());
      assertEquals(List.of(), threadsThatGoOn(own));
      return new WeakReference<>(own);
    }
  }

  /** Shares the JDK's classes only with the others. */
  private static URLClassLoader loader() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : ForkedJava.classPath().split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Returns the threads that have not ended some seconds after the last close. */
  private static List<String> threadsThatGoOn(ClassLoader own) throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getContextClassLoader() == own) {
        thread.join(15_000);
        if (thread.isAlive()) {
          names.add(thread.getName());
        }
      }
    }
    return names;
  }

  /** Uses all that starts a thread or is registered anywhere. */
  public static final class Application {
    private Application() {}

    /** Returns a handle with credentials. */
    public static AutoCloseable open(String token) {
      IrsaCredentials irsa =
          TestPod.calling((request, bound) -> TestPod.issued("ASIA1"), Path.of(token)).build();
      var unused = irsa.credentials();
      return irsa;
    }

    public static void run(String token, String sts) throws Exception {
      CountDownLatch heard = new CountDownLatch(1);
      try (IrsaCredentials irsa =
          TestPod.calling((request, bound) -> TestPod.issued("ASIA1"), Path.of(token))
              .endpointOverride(URI.create(sts))
              .addListener(event -> heard.countDown())
              .build()) {
        var unused = irsa.credentials();
        unused = irsa.forRole("arn:aws:iam::111122223333:role/tenant").credentials();
        unused = irsa.chainedRole("arn:aws:iam::111122223333:role/partner").credentials();
        unused = irsa.credentialsAsync().thenApply(credentials -> credentials).get();
        boolean renewed = irsa.refresh();
        if (!renewed) {
          throw new IllegalStateException("no refresh");
        }
        irsa.invalidate("ASIA1");
        heard.await();
      }
    }
  }
}
