// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import java.io.IOException;

/** Says that it runs, and ends when its standard input does. */
final class EchoProcess {
    private EchoProcess() {}

    public static void main(String[] arguments) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("PROPER END")));
        System.out.println("RUNNING " + arguments[0]);
        while (System.in.read() >= 0) {
            continue;
        }
    }
}
