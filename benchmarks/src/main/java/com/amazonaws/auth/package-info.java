/**
 * SDK v1's own refresh task with other windows. Its builder is accessible from this package only.
 */
@NullMarked
package com.amazonaws.auth;

import org.jspecify.annotations.NullMarked;
