package dev.irsa.simulation;

import dev.irsa.internal.limit.Bulkhead;
import java.lang.reflect.Field;

/** Counts the places of a bulkhead. */
public final class Places {

  private Places() {}

  /** Returns how many exchanges have a place. */
  public static int taken(Bulkhead bulkhead) {
    return read(bulkhead, "urgentBusy") + read(bulkhead, "refreshesBusy");
  }

  /** Returns how many exchanges have left their threads behind. */
  public static int leftBehind(Bulkhead bulkhead) {
    return read(bulkhead, "leftBehind");
  }

  private static int read(Bulkhead bulkhead, String name) {
    try {
      Field field = Bulkhead.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.getInt(bulkhead);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
