// Fills a database through LibreChat's own schemas: node fill.cjs FOLDER-WITH-NODE_MODULES URI DOCUMENTS
// DOCUMENTS is a file of {collection: [documents]} in MongoDB's extended JSON. A field that no schema knows is an error.
const { createRequire } = require('module');
const { readFileSync } = require('fs');

const [folder, uri, file] = process.argv.slice(2);
const load = createRequire(folder + '/');
const mongoose = load('mongoose');
const { EJSON } = mongoose.mongo.BSON;
const { createModels } = load('@librechat/data-schemas');

async function main() {
  await mongoose.connect(uri, { autoIndex: false, autoCreate: false });
  createModels(mongoose);
  const models = Object.values(mongoose.models);
  const wanted = EJSON.parse(readFileSync(file, 'utf8'));
  let indexes = 0;
  for (const model of models) {
    model.schema.set('strict', 'throw');
    await model.createCollection();
    for (const [keys, options] of model.schema.indexes()) {
      // mongo-java-server would take a partial index for a whole one, and refuse the second document without the field
      if (!options.partialFilterExpression) {
        const { background, ...rest } = options;
        await model.collection.createIndex(keys, rest);
        indexes++;
      }
    }
  }
  let documents = 0;
  const refused = [];
  for (const [collection, all] of Object.entries(wanted)) {
    const model = models.find((one) => one.collection.name === collection);
    if (!model) {
      throw new Error('no schema for ' + collection);
    }
    for (const fields of all) {
      try {
        const document = new model(fields);
        await document.validate();
        await model.collection.insertOne(document.toObject({ depopulate: true, flattenMaps: true, minimize: false }));
        documents++;
      } catch (error) {
        refused.push(collection + ' ' + fields._id + ': ' + error.message);
      }
    }
  }
  if (refused.length > 0) {
    throw new Error(refused.join('\n'));
  }
  console.log(`${models.length} collections, ${indexes} indexes, ${documents} documents`);
  await mongoose.disconnect();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
