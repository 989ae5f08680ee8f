/** How text reaches people: styled lines that stay, and one status area that is redrawn. */
@NullMarked
package dev.irsa.cli.terminal;

import org.jspecify.annotations.NullMarked;
