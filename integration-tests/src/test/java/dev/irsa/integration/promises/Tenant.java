package dev.irsa.integration.promises;

import java.util.ArrayList;
import java.util.List;

/** A part of the application: a door, and the clients that share it. */
final class Tenant {

  final Doors.Kind kind;
  final Identity identity;
  final Door door;
  private final Site site;
  private final List<ApplicationClient> clients = new ArrayList<>();

  Tenant(Doors.Kind kind, Identity identity, Door door, Site site) {
    this.kind = kind;
    this.identity = identity;
    this.door = door;
    this.site = site;
  }

  /** Returns the client that was made last, or a first one. */
  ApplicationClient client() {
    if (kind == Doors.Kind.V2_ASYNC) {
      identity.givenToNetty();
    }
    return clients.isEmpty() ? share() : clients.get(clients.size() - 1);
  }

  /** Makes another client of the same provider. */
  ApplicationClient share() {
    ApplicationClient made = ApplicationClient.of(kind, door, site);
    clients.add(made);
    return made;
  }

  /** Closes the oldest client, twice as frameworks do, and if told so the door too. */
  void close(boolean doorToo) {
    if (!clients.isEmpty()) {
      ApplicationClient oldest = clients.remove(0);
      oldest.end().run();
      oldest.end().run();
    }
    if (doorToo) {
      door.close();
    }
  }

  void closeAll() {
    List<ApplicationClient> all = List.copyOf(clients);
    clients.clear();
    all.forEach(client -> client.end().run());
    door.close();
  }

  /** Whether it serves nobody again once it is closed, as handles of the core. */
  boolean isStrict() {
    return kind == Doors.Kind.CORE;
  }

  /** Asks once, through a client or the door itself. */
  String ask(boolean throughClient) throws Exception {
    return throughClient ? client().who().call() : askDoor();
  }

  private String askDoor() {
    String key = door.key();
    return site.ownerOf(key);
  }

  @Override
  public String toString() {
    return kind + " of " + identity.name;
  }
}
