package dev.irsa.internal.identity;

import dev.irsa.credentials.WebIdentityTokenSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's supplier of tokens, with the identity of the object as equality. Its own {@code
 * equals}, {@code hashCode} and {@code toString} are never called.
 */
public record TokenSupplierReference(WebIdentityTokenSupplier supplier) {

  /** Returns a token, or whatever the application returns in its place. */
  public @Nullable String get() throws Exception {
    return supplier.get();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // By identity.
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenSupplierReference that && supplier == that.supplier;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(supplier);
  }

  /**
   * Returns a description for use within a sentence: the class, or the class that contains the
   * lambda expression.
   */
  @Override
  public String toString() {
    String name = supplier.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return "the supplier " + (lambda < 0 ? name : "in " + name.substring(0, lambda));
  }
}
