/** AWS Signature Version 4 from the receiving side: who signed this request, and is it true? */
@NullMarked
package dev.irsa.testkit.signature;

import org.jspecify.annotations.NullMarked;
