package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of both SDKs in one process. */
class SharingTest {

  private final World world = new World();
  private final List<Provider> providers = new ArrayList<>();

  @AfterEach
  void close() {
    providers.forEach(Provider::close);
    world.close();
  }

  private List<Client> tenClientsOfBothSdks() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Provider provider = world.provider(i % 2 == 0 ? Sdk.V1 : Sdk.V2);
      providers.add(provider);
      clients.add(provider.client(world));
    }
    return clients;
  }

  @Test
  void tenClientsOfBothSdksMakeOneExchange() {
    List<Client> clients = tenClientsOfBothSdks();

    for (Client client : clients) {
      assertEquals(world.podArn(), client.callerArn());
    }

    assertEquals(1, world.exchanges());
    clients.forEach(Client::close);
  }

  @Test
  void closingAClientEvenTwiceDoesNotAffectOthers() {
    List<Client> clients = tenClientsOfBothSdks();
    clients.forEach(Client::callerArn);

    for (int closed = 0; closed < clients.size() - 1; closed++) {
      clients.get(closed).close();
      clients.get(closed).close();
      providers.get(closed).close();
      assertEquals(world.podArn(), clients.get(clients.size() - 1).callerArn());
    }

    assertEquals(1, world.exchanges());
    clients.get(clients.size() - 1).close();
  }
}
