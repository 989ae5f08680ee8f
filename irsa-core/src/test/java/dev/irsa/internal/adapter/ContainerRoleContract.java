package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.adapter.Adapter.Driven;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Providers of both SDKs in a pod of EKS Pod Identity, by the same calls as with IRSA. */
public abstract class ContainerRoleContract<C> {

  protected final ContainerLab pod = new ContainerLab();
  protected final SystemProperties properties = new SystemProperties();
  protected final Adapter<C> adapter;

  protected ContainerRoleContract(Adapter<C> adapter) {
    this.adapter = adapter;
    pod.enter(properties);
  }

  @AfterEach
  void restore() {
    properties.close();
    pod.close();
  }

  @Test
  void twentyProvidersAndChainsMakeOneRequest() {
    List<Driven<C>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(adapter.builder().build());
      all.add(adapter.chain());
    }
    for (Driven<C> one : all) {
      for (Supplier<C> way : one.ways()) {
        assertEquals(adapter.accessKeyId(all.get(0).credentials()), adapter.accessKeyId(way.get()));
      }
    }

    assertEquals(1, pod.requests());
    all.forEach(Driven::close);
  }

  /** The page "Adopting" replaces the SDKs' container providers so. */
  @Test
  void inAPodWithBothSourcesTheContainersIdentityIsTheOneOfItsSource() {
    pod.addIrsa(properties);
    var builder = adapter.builder().configure(c -> c.identitySource(IdentitySource.CONTAINER));
    try (Driven<C> container = builder.build();
        Driven<C> either = adapter.builder().build()) {
      String containers = container.callerArn(pod.world);
      String eithers = either.callerArn(pod.world);

      assertTrue(containers.startsWith(pod.sessions()), containers);
      assertTrue(eithers.startsWith(pod.irsaSessions()), eithers);
    }
  }
}
