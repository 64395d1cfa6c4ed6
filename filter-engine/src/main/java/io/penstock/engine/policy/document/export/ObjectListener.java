// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

/** Is told the objects of an export, one after the other in the order of the file (spec 9.3). */
@FunctionalInterface
public interface ObjectListener {
    /**
     * One object.
     *
     * @throws ExportException if the export is to be refused because of it; nothing more is read then
     */
    void object(ExportObject object) throws ExportException;
}
