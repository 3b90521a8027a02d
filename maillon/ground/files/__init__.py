"""Uploads: photos, proofs and lists that people hand in, typed by their content and served by the rules of their owner.

A file belongs to one thing (its owner: any record with a `network_id`), never to a page. An app that takes files in:

- asks with `forms.UploadField(accept=formats.PHOTOS)`, or `many=True` for several at once;
- keeps inside its own action, which has allowed `by`: `files.keep(content, name=…, owner=device, accept=formats.PHOTOS, by=by)`;
- lists with `queries.of(device)` or, for a page of them, `queries.of_each(devices)`;
- serves from an address of its own, once its own `visible_to` has found the owner: `views.served(request, device, file_id)`,
  which answers 404 for the file of another owner;
- lets go with `files.discard(file_id, owner=device, by=by)`, or `files.discard_all(device, by=by)` when the owner goes.

Photos are written anew: what the camera noted (place, date, serial number) is lost, and so is whatever else the file hid.
The name of a file, which may name a person, stays in its row alone: neither in the journal nor on the disk.
"""
