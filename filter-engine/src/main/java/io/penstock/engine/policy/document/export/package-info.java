// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what a Windows machine exports of its own policy and of its net events ({@code netsh wfp show filters}, {@code show state},
 * {@code show netevents}; spec 9): as a stream of objects, whatever the file's size, without interpreting them.
 *
 * <p>A reader belongs to one thread. Nothing outside the file is ever fetched.
 */
package io.penstock.engine.policy.document.export;
